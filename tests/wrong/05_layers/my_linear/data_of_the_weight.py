# .data on the weight alone: the bias learns, the weight does not.
# fails: test_weight_gets_a_gradient
# fails: test_an_optimizer_trains_it
class MyLinear(nn.Module):
    def __init__(self, in_units, units):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_units, units))
        self.bias = nn.Parameter(torch.zeros(units))

    def forward(self, X):
        return torch.relu(X @ self.weight.data + self.bias)
