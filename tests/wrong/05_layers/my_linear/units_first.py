# The weight as [units, in_units], as in nn.Linear.
# fails: test_weight_rows_are_inputs
# fails: test_weight_gets_a_gradient
# fails: test_bias_gets_a_gradient
# fails: test_an_optimizer_trains_it
# fails: test_registers_weight_and_bias
# fails: test_output
# fails: test_nothing_below_zero
# fails: test_leading_dimensions
# fails: test_state_dict_round_trip
# fails: test_float64
class MyLinear(nn.Module):
    def __init__(self, in_units, units):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(units, in_units))
        self.bias = nn.Parameter(torch.randn(units))

    def forward(self, x):
        return F.relu(F.linear(x, self.weight, self.bias))
