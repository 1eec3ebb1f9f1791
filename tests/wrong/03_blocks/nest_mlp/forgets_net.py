# The first ReLU of `net` is jumped over.
# fails: test_output
# fails: test_takes_the_number_of_inputs
# fails: test_negative_outputs_stay
# fails: test_gradients_reach_every_parameter
# fails: test_float64
# fails: test_chimera_runs_one_after_the_other
class NestMLP(nn.Module):
    def __init__(self, in_features=20):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(in_features, 64),
            nn.ReLU(),
            nn.Linear(64, 32),
            nn.ReLU(),
        )
        self.linear = nn.Linear(32, 16)

    def forward(self, x):
        return self.linear(self.net[3](self.net[2](self.net[0](x))))


def chimera():
    return nn.Sequential(NestMLP(), nn.Linear(16, 20), FixedHiddenMLP())
