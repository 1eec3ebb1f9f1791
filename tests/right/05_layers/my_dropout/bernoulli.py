# torch.bernoulli with the probability of being kept; the two ends treated first.
class MyDropout(nn.Module):
    def __init__(self, p):
        super(MyDropout, self).__init__()
        assert 0 <= p <= 1
        self.p = p

    def forward(self, X):
        if not self.training or self.p == 0:
            return X
        if self.p == 1:
            return X * 0
        mask = torch.bernoulli(torch.full_like(X, 1 - self.p))
        return mask * X / (1.0 - self.p)
