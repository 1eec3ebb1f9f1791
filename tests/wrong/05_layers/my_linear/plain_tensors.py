# Tensors that require gradients, but are no Parameters: no optimizer finds them.
# fails: test_registers_weight_and_bias
# fails: test_an_optimizer_trains_it
# fails: test_state_dict_round_trip
# fails: test_float64
class MyLinear(nn.Module):
    def __init__(self, in_units, units):
        super().__init__()
        self.weight = torch.randn(in_units, units, requires_grad=True)
        self.bias = torch.randn(units, requires_grad=True)

    def forward(self, x):
        return F.relu(x @ self.weight + self.bias)
