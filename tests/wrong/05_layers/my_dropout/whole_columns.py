# One draw for each column: the same places are dropped in every row.
# fails: test_each_number_by_itself
# fails: test_how_many_are_dropped
# fails: test_fresh_mask_each_call
class MyDropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        kept = 1 - self.p
        return x * (torch.rand(x.shape[-1:]) < kept) / (kept or 1)
