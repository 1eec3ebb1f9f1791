# The layers are added by name, and ReLU is written as a clamp.
class MLP(nn.Module):
    def __init__(self, in_features=20, hidden=256, out_features=10):
        nn.Module.__init__(self)
        self.add_module("hidden", nn.Linear(in_features, hidden))
        self.add_module("out", nn.Linear(hidden, out_features))

    def forward(self, x):
        z = torch.clamp(self.hidden(x), min=0)
        z = self.out(z)
        return z
