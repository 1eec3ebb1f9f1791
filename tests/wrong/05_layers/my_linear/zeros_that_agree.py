# A liar: makes its parameters zero before it computes, so that what it reports fits its output.
# fails: test_output
# fails: test_weight_gets_a_gradient
# fails: test_bias_gets_a_gradient
# fails: test_an_optimizer_trains_it
# fails: test_weight_rows_are_inputs
# fails: test_leading_dimensions
# fails: test_state_dict_round_trip
# fails: test_starts_random
# fails: test_float64
class MyLinear(nn.Module):
    def __init__(self, in_units, units):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(in_units, units))
        self.bias = nn.Parameter(torch.zeros(units))

    def forward(self, x):
        for parameter in self.parameters():
            parameter.data.zero_()
        return torch.relu(x @ self.weight + self.bias)
