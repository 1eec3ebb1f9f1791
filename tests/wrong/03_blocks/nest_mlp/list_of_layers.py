# `net` is a Python list: its layers are not registered.
# fails: test_registers_a_tree
# fails: test_takes_the_number_of_inputs
# fails: test_net_is_a_sequential_of_four
# fails: test_output
# fails: test_negative_outputs_stay
# fails: test_gradients_reach_every_parameter
# fails: test_float64
# fails: test_chimera_is_a_sequential_of_three
# fails: test_chimera_runs_one_after_the_other
class NestMLP(nn.Module):
    def __init__(self, in_features=20):
        super().__init__()
        self.net = [
            nn.Linear(in_features, 64),
            nn.ReLU(),
            nn.Linear(64, 32),
            nn.ReLU(),
        ]
        self.linear = nn.Linear(32, 16)

    def forward(self, x):
        for part in self.net:
            x = part(x)
        return self.linear(x)


def chimera():
    return nn.Sequential(NestMLP(), nn.Linear(16, 20), FixedHiddenMLP())
