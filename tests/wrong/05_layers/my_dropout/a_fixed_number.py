# Exactly the part p of the places is dropped at each call.
# fails: test_each_number_by_itself
class MyDropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        mask = torch.ones(x.numel(), dtype=x.dtype)
        mask[torch.randperm(x.numel())[: int(self.p * x.numel())]] = 0
        return x * mask.reshape(x.shape) / ((1 - self.p) or 1)
