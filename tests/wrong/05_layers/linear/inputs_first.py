# The weight as [in_features, out_features], as in MyLinear.
# fails: test_weight_rows_are_outputs
# fails: test_registers_weight_and_bias
# fails: test_output
# fails: test_swaps_state_with_nn_linear
# fails: test_without_bias
# fails: test_gradients
# fails: test_an_optimizer_trains_it
# fails: test_leading_dimensions
# fails: test_float64
class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.in_features = in_features
        self.out_features = out_features
        self.weight = nn.Parameter(torch.empty(in_features, out_features))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_features))
        else:
            self.register_parameter("bias", None)
        self.reset_parameters()

    def reset_parameters(self):
        bound = 1 / math.sqrt(self.in_features)
        nn.init.uniform_(self.weight, -bound, bound)
        if self.bias is not None:
            nn.init.uniform_(self.bias, -bound, bound)

    def forward(self, x):
        return x @ self.weight if self.bias is None else x @ self.weight + self.bias

    def extra_repr(self):
        return f"in_features={self.in_features}, out_features={self.out_features}, bias={self.bias is not None}"
