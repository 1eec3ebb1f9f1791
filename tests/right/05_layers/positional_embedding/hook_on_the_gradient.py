# A hook on the table takes the gradient of the padding away.
class PositionalEmbedding(nn.Module):
    def __init__(self, num, dim, padding_idx):
        super().__init__()
        table = torch.randn(num, dim)
        table[padding_idx] = 0.0
        self.pos = nn.Parameter(table)
        keep = (torch.arange(num) != padding_idx).unsqueeze(1)
        self.pos.register_hook(lambda grad: grad * keep)

    def forward(self, positions):
        return F.embedding(positions, self.pos)
