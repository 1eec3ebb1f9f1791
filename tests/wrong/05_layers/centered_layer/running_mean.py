# The mean is remembered in a buffer, as batch normalisation does, and used in evaluation.
# fails: test_registers_nothing
# fails: test_evaluation_is_the_same
class CenteredLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.zeros(()))

    def forward(self, x):
        if self.training:
            self.mean = x.mean()
        return x - self.mean
