# One of the two factors is detached, "to save memory".
# fails: test_gradients
class QuadraticForm(nn.Module):
    def __init__(self, features, units):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(features, features, units))

    def forward(self, x):
        return torch.einsum("bi,ijk,bj->bk", x.detach(), self.weight, x)
