# The constant is a Parameter, so it is trained.
# fails: test_constant_is_not_trained
# fails: test_only_linear_has_parameters
class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(20, 20)
        self.rand_weight = nn.Parameter(torch.rand(20, 20))

    def forward(self, x):
        x = F.relu(self.linear(x) @ self.rand_weight + 1)
        x = self.linear(x)
        while x.abs().sum() > 1:
            x = x / 2
        return x.sum()
