# scale_grad_by_freq: a row that stands twice gets the mean, not the sum.
# fails: test_gradients_add_up
# fails: test_padding_stays_zero
class PositionalEmbedding(nn.Module):
    def __init__(self, num, dim, padding_idx):
        super().__init__()
        self.embedding = nn.Embedding(
            num, dim, padding_idx=padding_idx, scale_grad_by_freq=True
        )

    def forward(self, positions):
        return self.embedding(positions)
