# Remembers a mean and a variance for evaluation, as batch normalisation does.
# fails: test_training_and_evaluation_are_the_same
# fails: test_registers_weight_and_bias
# fails: test_swaps_state_with_nn_layer_norm
class MyLayerNorm(nn.Module):
    def __init__(self, shape, eps=1e-5):
        super().__init__()
        shape = (shape,) if isinstance(shape, int) else tuple(shape)
        self.dims = tuple(range(-len(shape), 0))
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(shape))
        self.bias = nn.Parameter(torch.zeros(shape))
        self.register_buffer("running_mean", torch.tensor(0.0))
        self.register_buffer("running_var", torch.tensor(1.0))

    def forward(self, x):
        if self.training:
            mean = x.mean(self.dims, keepdim=True)
            var = x.var(self.dims, correction=0, keepdim=True)
            with torch.no_grad():
                self.running_mean = 0.9 * self.running_mean + 0.1 * mean.mean()
                self.running_var = 0.9 * self.running_var + 0.1 * var.mean()
        else:
            mean, var = self.running_mean, self.running_var
        return (x - mean) / torch.sqrt(var + self.eps) * self.weight + self.bias
