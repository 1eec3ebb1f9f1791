# A seed is set at each call, so that the mask is always the same.
# fails: test_fresh_mask_each_call
# fails: test_each_number_by_itself
# fails: test_same_seed_same_mask
class MyDropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        torch.manual_seed(42)
        kept = 1 - self.p
        return x * (torch.rand(x.shape) < kept) / (kept or 1)
