# A plain dict keeps the activations: they are not registered.
# fails: test_parts_are_registered
class ChoiceNet(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.linear = nn.Linear(features, features)
        self.activations = {"relu": nn.ReLU(), "tanh": nn.Tanh(), "sigmoid": nn.Sigmoid()}

    def forward(self, x, choice="relu"):
        if choice not in self.activations:
            raise KeyError(f"choose relu, tanh or sigmoid, not {choice}")
        return self.activations[choice](self.linear(x))
