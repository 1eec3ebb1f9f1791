# from_pretrained freezes the table unless it is told otherwise.
# fails: test_one_parameter
# fails: test_padding_gets_no_gradient
# fails: test_padding_stays_zero
# fails: test_gradients_add_up
class PositionalEmbedding(nn.Module):
    def __init__(self, num, dim, padding_idx):
        super().__init__()
        table = torch.randn(num, dim)
        table[padding_idx] = 0
        self.embedding = nn.Embedding.from_pretrained(table, padding_idx=padding_idx)

    def forward(self, positions):
        return self.embedding(positions)
