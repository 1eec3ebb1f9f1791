# F.bilinear under another name.
# fails: test_does_not_use_bilinear
from torch.nn.functional import bilinear as both


class QuadraticForm(nn.Module):
    def __init__(self, features, units):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(features, features, units))

    def forward(self, x):
        return both(x, x, self.weight.permute(2, 0, 1))
