# The mean is taken away from the input in place.
# fails: test_each_sample_by_itself
class MyLayerNorm(nn.Module):
    def __init__(self, shape, eps=1e-5):
        super().__init__()
        shape = (shape,) if isinstance(shape, int) else tuple(shape)
        self.dims = tuple(range(-len(shape), 0))
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(shape))
        self.bias = nn.Parameter(torch.zeros(shape))

    def forward(self, x):
        x -= x.mean(self.dims, keepdim=True)
        var = x.square().mean(self.dims, keepdim=True)
        return x / torch.sqrt(var + self.eps) * self.weight + self.bias
