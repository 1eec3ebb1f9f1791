# torch.var without the correction; an int is noticed by what it lacks; a method that helps.
class MyLayerNorm(nn.Module):
    def __init__(self, shape, eps=1e-5):
        super().__init__()
        try:
            shape = tuple(shape)
        except TypeError:
            shape = (shape,)
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(shape))
        self.bias = nn.Parameter(torch.zeros(shape))

    def normalise(self, x):
        dims = [-1 - i for i in range(self.weight.dim())]
        mean = torch.mean(x, dim=dims, keepdim=True)
        var = torch.var(x, dim=dims, unbiased=False, keepdim=True)
        return (x - mean) / torch.sqrt(var + self.eps)

    def forward(self, x):
        return self.bias + self.weight * self.normalise(x)
