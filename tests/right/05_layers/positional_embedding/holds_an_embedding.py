# nn.Embedding as an attribute does all of it.
class PositionalEmbedding(nn.Module):
    def __init__(self, num, dim, padding_idx):
        super().__init__()
        self.embedding = nn.Embedding(num, dim, padding_idx=padding_idx)

    def forward(self, positions):
        return self.embedding(positions)
