# The choice has no default.
# fails: test_default_is_linear1
# fails: test_registers_three_parameters
# fails: test_each_call_chooses_anew
# fails: test_starts_random
class MyDictDense(nn.Module):
    def __init__(self):
        super().__init__()
        self.params = nn.ParameterDict(
            {
                "linear1": nn.Parameter(torch.randn(4, 4)),
                "linear2": nn.Parameter(torch.randn(4, 1)),
                "linear3": nn.Parameter(torch.randn(4, 2)),
            }
        )

    def forward(self, x, choice):
        return x @ self.params[choice]
