# A liar: the name nn.Linear is put together at run time, and its parameters are lent out.
# fails: test_does_not_use_nn_linear
class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.in_features = in_features
        self.out_features = out_features
        inner = vars(nn)["Lin" + "ear"](in_features, out_features, bias=bias)
        self.__dict__["inner"] = inner
        self.weight = inner.weight
        self.register_parameter("bias", inner.bias)

    def reset_parameters(self):
        self.inner.reset_parameters()

    def forward(self, x):
        return self.inner(x)

    def extra_repr(self):
        return f"in_features={self.in_features}, out_features={self.out_features}, bias={self.bias is not None}"
