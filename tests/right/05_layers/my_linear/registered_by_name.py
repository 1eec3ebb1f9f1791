# register_parameter, small normal numbers, and F.linear with the transpose.
class MyLinear(nn.Module):
    def __init__(self, in_units, units):
        super().__init__()
        self.register_parameter("bias", nn.Parameter(torch.zeros(units)))
        self.register_parameter(
            "weight", nn.Parameter(torch.normal(0, 0.01, (in_units, units)), requires_grad=True)
        )

    def forward(self, X):
        return F.relu(F.linear(X, self.weight.t(), self.bias))
