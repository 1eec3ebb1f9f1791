# The ModuleDict is filled entry by entry.
class ChoiceNet(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.linear = nn.Linear(features, features)
        self.activations = nn.ModuleDict()
        self.activations["relu"] = nn.ReLU()
        self.activations["tanh"] = nn.Tanh()
        self.activations["sigmoid"] = nn.Sigmoid()

    def forward(self, x, choice="relu"):
        if choice in self.activations.keys():
            return self.activations[choice](self.linear(x))
        raise KeyError("unknown activation, use one of: " + " ".join(self.activations.keys()))
