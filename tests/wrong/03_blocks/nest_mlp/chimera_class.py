# The class stands in the chimera, not an object of it.
# fails: test_chimera_is_a_sequential_of_three
# fails: test_chimera_runs_one_after_the_other
# fails: test_each_chimera_has_parts_of_its_own
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
        return self.linear(self.net(x))


def chimera():
    return nn.Sequential(NestMLP, nn.Linear(16, 20), FixedHiddenMLP)
