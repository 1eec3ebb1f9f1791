# A plain table, indexed, with a mask as a buffer that lets nothing through at the padding.
class PositionalEmbedding(nn.Module):
    def __init__(self, num, dim, padding_idx):
        super(PositionalEmbedding, self).__init__()
        mask = torch.ones(num, 1)
        mask[padding_idx] = 0
        self.register_buffer("mask", mask)
        self.table = nn.Parameter(torch.rand(num, dim) * mask)

    def forward(self, positions):
        return (self.table * self.mask)[positions]
