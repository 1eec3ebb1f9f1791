# An nn.Embedding, and nn.init over all of it: the zeros of the padding are overwritten.
# fails: test_padding_starts_at_zero
class PositionalEmbedding(nn.Module):
    def __init__(self, num, dim, padding_idx):
        super().__init__()
        self.embedding = nn.Embedding(num, dim, padding_idx=padding_idx)
        nn.init.xavier_uniform_(self.embedding.weight)

    def forward(self, positions):
        return self.embedding(positions)
