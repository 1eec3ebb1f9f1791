# The constant is a plain attribute, as a well-known book prints it: it is not saved, not moved.
# fails: test_constant_is_saved
# fails: test_constant_moves_with_the_network
class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(20, 20)
        self.rand_weight = torch.rand((20, 20), requires_grad=False)

    def forward(self, x):
        x = self.linear(x)
        x = F.relu(torch.mm(x, self.rand_weight) + 1)
        x = self.linear(x)
        while x.abs().sum() > 1:
            x = x / 2
        return x.sum()
