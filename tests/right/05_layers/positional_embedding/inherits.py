# An nn.Embedding by inheritance, drawn anew, the padding set to zero again.
class PositionalEmbedding(nn.Embedding):
    def __init__(self, num, dim, padding_idx):
        super().__init__(num, dim, padding_idx)
        nn.init.normal_(self.weight, std=0.02)
        self.weight.data[padding_idx].zero_()

    def forward(self, positions):
        return super().forward(positions)
