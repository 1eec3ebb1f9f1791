# A copy first, then in place on the copy; clamp in place of relu.
class ResidualStack(nn.Module):
    def __init__(self, width, depth):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(width, width) for _ in range(depth)])

    def forward(self, x):
        h = x
        for f in self.layers:
            h = h + f(h).clamp(min=0)
        return h
