# The ModuleDict from pairs, and an error that is caught and told anew.
class ChoiceNet(nn.Module):
    def __init__(self, features):
        super(ChoiceNet, self).__init__()
        self.activations = nn.ModuleDict(
            [["relu", nn.ReLU()], ["tanh", nn.Tanh()], ["sigmoid", nn.Sigmoid()]]
        )
        self.linear = nn.Linear(features, features)

    def forward(self, X, choice="relu"):
        try:
            act = self.activations[choice]
        except KeyError:
            raise KeyError(f"{choice} is none of relu, tanh, sigmoid") from None
        return act(self.linear(X))
