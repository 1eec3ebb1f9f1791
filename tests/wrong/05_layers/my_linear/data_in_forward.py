# The book's version: forward computes with .data, and nothing ever learns.
# fails: test_weight_gets_a_gradient
# fails: test_bias_gets_a_gradient
# fails: test_an_optimizer_trains_it
class MyLinear(nn.Module):
    def __init__(self, in_units, units):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_units, units))
        self.bias = nn.Parameter(torch.randn(units,))

    def forward(self, X):
        linear = torch.matmul(X, self.weight.data) + self.bias.data
        return F.relu(linear)
