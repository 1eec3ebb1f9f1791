# The choice has no default.
# fails: test_relu_is_the_default
# fails: test_what_stands_in_activations_runs
# fails: test_gradients_reach_the_layer
class ChoiceNet(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.linear = nn.Linear(features, features)
        self.activations = nn.ModuleDict(
            {"relu": nn.ReLU(), "tanh": nn.Tanh(), "sigmoid": nn.Sigmoid()}
        )

    def forward(self, x, choice):
        if choice not in self.activations:
            raise KeyError(f"choose one of {list(self.activations)}")
        return self.activations[choice](self.linear(x))
