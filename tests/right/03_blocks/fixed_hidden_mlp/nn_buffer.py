# nn.Buffer, a clamp, and one power of two in place of the loop.
class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.rand_weight = nn.Buffer(torch.empty(20, 20).uniform_())
        self.linear = nn.Linear(20, 20)

    def forward(self, x):
        x = torch.clamp(torch.einsum("bi,ij->bj", self.linear(x), self.rand_weight) + 1, min=0)
        x = self.linear(x)
        factor = 1.0
        while factor * float(x.detach().abs().sum()) > 1:
            factor /= 2
        return (x * factor).sum()
