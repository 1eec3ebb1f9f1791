# The variance of torch.var as it is by default, divided by one less.
# fails: test_biased_variance
# fails: test_each_sample_by_itself
# fails: test_several_dimensions_together
# fails: test_an_int_is_one_dimension
# fails: test_eps_is_added_to_the_variance
# fails: test_large_numbers
# fails: test_training_and_evaluation_are_the_same
# fails: test_registers_weight_and_bias
# fails: test_swaps_state_with_nn_layer_norm
# fails: test_gradients
# fails: test_leading_dimensions
# fails: test_float64
class MyLayerNorm(nn.Module):
    def __init__(self, shape, eps=1e-5):
        super().__init__()
        shape = (shape,) if isinstance(shape, int) else tuple(shape)
        self.dims = tuple(range(-len(shape), 0))
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(shape))
        self.bias = nn.Parameter(torch.zeros(shape))

    def forward(self, x):
        mean = x.mean(self.dims, keepdim=True)
        var = x.var(self.dims, keepdim=True)
        return (x - mean) / torch.sqrt(var + self.eps) * self.weight + self.bias
