# p = 1 divides by zero.
# fails: test_p_of_one
# fails: test_gradient_with_p_of_one
class MyDropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if self.training:
            mask = torch.rand_like(x) >= self.p
            return x * mask / (1 - self.p)
        return x
