# A liar: plain tensors, and methods that pretend that they are registered.
# fails: test_bias_gets_a_gradient
# fails: test_weight_gets_a_gradient
# fails: test_an_optimizer_trains_it
class MyLinear(nn.Module):
    def __init__(self, in_units, units):
        super().__init__()
        self.weight = torch.randn(in_units, units)
        self.bias = torch.randn(units)

    def named_parameters(self, *args, **kwargs):
        yield "weight", nn.Parameter(self.weight)
        yield "bias", nn.Parameter(self.bias)

    def state_dict(self, *args, **kwargs):
        return {"weight": self.weight, "bias": self.bias}

    def load_state_dict(self, state, strict=True):
        self.weight, self.bias = state["weight"].clone(), state["bias"].clone()

    def double(self):
        self.weight, self.bias = self.weight.double(), self.bias.double()
        return self

    def forward(self, x):
        return torch.relu(x @ self.weight + self.bias)
