# The last choice is kept and becomes the default of the next call.
# fails: test_each_call_chooses_anew
class MyDictDense(nn.Module):
    def __init__(self):
        super().__init__()
        self.choice = "linear1"
        self.params = nn.ParameterDict(
            {
                "linear1": nn.Parameter(torch.randn(4, 4)),
                "linear2": nn.Parameter(torch.randn(4, 1)),
                "linear3": nn.Parameter(torch.randn(4, 2)),
            }
        )

    def forward(self, x, choice=None):
        if choice is not None:
            self.choice = choice
        return x @ self.params[self.choice]
