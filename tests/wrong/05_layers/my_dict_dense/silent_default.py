# An unknown name falls back to linear1 in silence.
# fails: test_unknown_name
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

    def forward(self, x, choice="linear1"):
        if choice == "linear2":
            return x @ self.params["linear2"]
        elif choice == "linear3":
            return x @ self.params["linear3"]
        return x @ self.params["linear1"]
