# The row starts at zero, and learns like every other.
# fails: test_padding_gets_no_gradient
# fails: test_padding_stays_zero
class PositionalEmbedding(nn.Module):
    def __init__(self, num, dim, padding_idx):
        super().__init__()
        self.padding_idx = padding_idx
        self.weight = nn.Parameter(torch.randn(num, dim))
        with torch.no_grad():
            self.weight[padding_idx] = 0

    def forward(self, positions):
        return self.weight[positions]
