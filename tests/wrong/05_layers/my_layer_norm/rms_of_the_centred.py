# A relative does the work: RMS normalisation, after the mean was taken away by hand.
# fails: test_does_not_use_layer_norm
class MyLayerNorm(nn.Module):
    def __init__(self, shape, eps=1e-5):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(shape))
        self.bias = nn.Parameter(torch.zeros(shape))

    def forward(self, x):
        shape = self.weight.shape
        centred = x - x.mean(tuple(range(-len(shape), 0)), keepdim=True)
        return F.rms_norm(centred, shape, self.weight, self.eps) + self.bias
