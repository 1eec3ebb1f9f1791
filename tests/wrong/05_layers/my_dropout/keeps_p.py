# p is taken for the probability of being kept.
# fails: test_how_many_are_dropped
class MyDropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        if self.p == 1:
            return x * 0
        mask = (torch.rand(x.shape) < self.p).float()
        return mask * x / (1.0 - self.p)
