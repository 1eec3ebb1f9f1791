# The right text, but a ValueError.
# fails: test_an_unknown_choice_names_the_choices
class ChoiceNet(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.linear = nn.Linear(features, features)
        self.activations = nn.ModuleDict(
            {"relu": nn.ReLU(), "tanh": nn.Tanh(), "sigmoid": nn.Sigmoid()}
        )

    def forward(self, x, choice="relu"):
        if choice not in self.activations:
            raise ValueError("choose relu, tanh or sigmoid")
        return self.activations[choice](self.linear(x))
