# Built with make_mlp's idea: a star, and a loop.
class NestMLP(nn.Module):
    def __init__(self, in_features=20):
        super().__init__()
        self.net = nn.Sequential(*self.parts(in_features, 64, 32))
        self.linear = nn.Linear(32, 16)

    @staticmethod
    def parts(*sizes):
        for i in range(len(sizes) - 1):
            yield nn.Linear(sizes[i], sizes[i + 1])
            yield nn.ReLU()

    def forward(self, x):
        x = self.net(x)
        x = self.linear(x)
        return x


def chimera():
    parts = [NestMLP(in_features=20), nn.Linear(16, 20), FixedHiddenMLP()]
    return nn.Sequential(*parts)
