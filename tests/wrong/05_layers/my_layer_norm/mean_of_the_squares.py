# The variance as the mean of the squares minus the square of the mean.
# fails: test_large_numbers
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
        var = (x * x).mean(self.dims, keepdim=True) - mean * mean
        var = var.clamp(min=0)
        return (x - mean) / torch.sqrt(var + self.eps) * self.weight + self.bias
