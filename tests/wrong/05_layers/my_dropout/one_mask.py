# The mask is drawn at the first call and kept.
# fails: test_fresh_mask_each_call
# fails: test_each_number_by_itself
# fails: test_same_seed_same_mask
class MyDropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p
        self.mask = None

    def forward(self, x):
        if not self.training:
            return x
        kept = 1 - self.p
        if self.mask is None:
            self.mask = torch.rand(x.shape) < kept
        return x * self.mask / (kept or 1)
