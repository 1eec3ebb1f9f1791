# An if for each name: `activations` is there, and nobody asks it.
# fails: test_what_stands_in_activations_runs
class ChoiceNet(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.linear = nn.Linear(features, features)
        self.activations = nn.ModuleDict(
            {"relu": nn.ReLU(), "tanh": nn.Tanh(), "sigmoid": nn.Sigmoid()}
        )

    def forward(self, x, choice="relu"):
        x = self.linear(x)
        if choice == "relu":
            return torch.relu(x)
        if choice == "tanh":
            return torch.tanh(x)
        if choice == "sigmoid":
            return torch.sigmoid(x)
        raise KeyError("choose relu, tanh or sigmoid")
