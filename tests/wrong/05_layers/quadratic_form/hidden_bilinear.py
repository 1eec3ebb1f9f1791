# A liar: the forbidden function, its name put together at run time.
# fails: test_does_not_use_bilinear
class QuadraticForm(nn.Module):
    def __init__(self, features, units):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(features, features, units))

    def forward(self, x):
        with torch._C.DisableTorchFunction():
            return vars(F)["bi" + "linear"](x, x, self.weight.permute(2, 0, 1))
