# p = 1 gives new zeros, from which no gradient finds its way to the input.
# fails: test_gradient_with_p_of_one
class MyDropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        if self.p == 1:
            return torch.zeros_like(x)
        return x * (torch.rand(x.shape) >= self.p) / (1 - self.p)
