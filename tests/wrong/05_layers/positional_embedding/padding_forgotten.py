# An nn.Embedding that is not told of the padding.
# fails: test_padding_gets_no_gradient
# fails: test_padding_starts_at_zero
# fails: test_padding_stays_zero
class PositionalEmbedding(nn.Module):
    def __init__(self, num, dim, padding_idx):
        super().__init__()
        self.embedding = nn.Embedding(num, dim)

    def forward(self, positions):
        return self.embedding(positions)
