# `net` by add_module, F.linear for the last.
class NestMLP(nn.Module):
    def __init__(self, in_features=20):
        super().__init__()
        net = nn.Sequential()
        sizes = (in_features, 64, 32)
        for i, (inputs, outputs) in enumerate(itertools.pairwise(sizes)):
            net.add_module(str(2 * i), nn.Linear(inputs, outputs))
            net.add_module(str(2 * i + 1), nn.ReLU(inplace=True))
        self.net = net
        self.linear = nn.Linear(32, 16)

    def forward(self, x):
        return F.linear(self.net(x), self.linear.weight, self.linear.bias)


def chimera():
    net = nn.Sequential()
    net.append(NestMLP())
    net.append(nn.Linear(16, 20))
    net.append(FixedHiddenMLP())
    return net
