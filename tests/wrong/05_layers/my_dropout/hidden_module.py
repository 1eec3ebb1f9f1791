# A liar: nn.Dropout, its name put together at run time, kept where modules() does not look.
# fails: test_does_not_use_dropout
class MyDropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.__dict__["helper"] = [getattr(nn, "Drop" + "out")(p)]

    def forward(self, x):
        (helper,) = self.helper
        return helper.train(self.training)(x)
