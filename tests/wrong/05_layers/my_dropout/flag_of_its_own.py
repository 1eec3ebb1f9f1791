# A flag of its own, which train() and eval() do not know.
# fails: test_evaluation_is_the_identity
# fails: test_training_after_evaluation
# fails: test_gradient
class MyDropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p
        self.is_training = True

    def forward(self, x):
        if not self.is_training:
            return x
        kept = 1 - self.p
        return x * (torch.rand(x.shape) < kept) / (kept or 1)
