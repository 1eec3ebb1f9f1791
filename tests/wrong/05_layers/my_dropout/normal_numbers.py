# torch.randn in place of torch.rand: normal numbers are above p too seldom.
# fails: test_how_many_are_dropped
# fails: test_each_number_by_itself
# fails: test_fresh_mask_each_call
class MyDropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        if self.p == 1:
            return x * 0
        mask = (torch.randn(x.shape) > self.p).float()
        return mask * x / (1.0 - self.p)
