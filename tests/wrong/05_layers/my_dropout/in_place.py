# Zeros are written into the input.
# fails: test_input_is_left_alone
class MyDropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        x[torch.rand(x.shape) < self.p] = 0
        return x / ((1 - self.p) or 1)
