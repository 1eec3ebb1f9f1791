# What is kept stays as it is: no 1 / (1 - p).
# fails: test_what_is_kept_is_scaled
# fails: test_each_number_by_itself
# fails: test_fresh_mask_each_call
# fails: test_training_after_evaluation
# fails: test_gradient
# fails: test_any_shape
# fails: test_float64
class MyDropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        mask = (torch.rand(x.shape) > self.p).float()
        return mask * x
