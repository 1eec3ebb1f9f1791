# A mask from bernoulli_, filled in out of place.
class MyDropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x * 1
        dropped = torch.empty(x.shape).bernoulli_(self.p).bool()
        y = x.masked_fill(dropped, 0.0)
        return y if self.p == 1 else y.div(1 - self.p)
