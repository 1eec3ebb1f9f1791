# tensordot over the first index, then a product and a sum over the second.
class QuadraticForm(nn.Module):
    def __init__(self, features, units):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(features, features, units))

    def forward(self, X):
        return (torch.tensordot(X, self.weight, dims=1) * X[..., None]).sum(-2)
