# A lazy layer, a ReLU module, numbers out of the norm.
class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.LazyLinear(20)
        self.relu = nn.ReLU()
        self.register_buffer("rand_weight", torch.randn(20, 20))

    def forward(self, x):
        x = self.linear(x)
        x = self.relu(torch.matmul(x, self.rand_weight) + 1.0)
        x = self.linear(x)
        while torch.norm(x, 1).item() > 1.0:
            x = 0.5 * x
        return torch.sum(x)
