# The row gets no gradient, and starts at random: noise that stays.
# fails: test_padding_starts_at_zero
class PositionalEmbedding(nn.Module):
    def __init__(self, num, dim, padding_idx):
        super().__init__()
        self.padding_idx = padding_idx
        self.weight = nn.Parameter(torch.randn(num, dim))

    def forward(self, positions):
        return F.embedding(positions, self.weight, padding_idx=self.padding_idx)
