# What is kept is divided by p.
# fails: test_what_is_kept_is_scaled
# fails: test_each_number_by_itself
# fails: test_fresh_mask_each_call
# fails: test_gradient
# fails: test_float64
class MyDropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        if self.p == 1:
            return x * 0
        return x * (torch.rand(x.shape) > self.p) / self.p
