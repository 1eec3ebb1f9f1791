# One factor for all halvings and the times 10, from numbers.
class FancyMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("rand_weight", torch.randn(20, 20))
        self.linear = nn.Linear(20, 20)

    def forward(self, x):
        x = self.linear(torch.relu(torch.mm(self.linear(x), self.rand_weight) + 1))
        size = x.detach().pow(2).sum().sqrt().item()
        factor = 1.0
        while size * factor > 1:
            factor /= 2
        if size * factor < 0.8:
            factor *= 10
        return torch.sum(factor * x)
