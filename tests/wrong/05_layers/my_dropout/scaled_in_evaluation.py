# The older kind: nothing is scaled in training, and everything multiplied by 1 - p in evaluation.
# fails: test_what_is_kept_is_scaled
# fails: test_each_number_by_itself
# fails: test_fresh_mask_each_call
# fails: test_evaluation_is_the_identity
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
            return x * (1 - self.p)
        return x * (torch.rand(x.shape) > self.p)
