# torch.mm takes matrices only: other numbers of dimensions fail.
# fails: test_leading_dimensions
class MyLinear(nn.Module):
    def __init__(self, in_units, units):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_units, units))
        self.bias = nn.Parameter(torch.randn(units))

    def forward(self, x):
        return torch.relu(torch.mm(x, self.weight) + self.bias)
