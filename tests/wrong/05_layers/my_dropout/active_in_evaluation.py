# self.training is not looked at: the layer drops in evaluation too.
# fails: test_evaluation_is_the_identity
# fails: test_training_after_evaluation
# fails: test_gradient
class MyDropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if self.p == 1:
            return x * 0
        mask = (torch.rand(x.shape) > self.p).float()
        return mask * x / (1.0 - self.p)
