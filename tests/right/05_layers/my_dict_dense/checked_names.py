# Filled in a loop; the name checked by hand, with an error that lists the choices.
class MyDictDense(nn.Module):
    def __init__(self):
        super().__init__()
        self.params = nn.ParameterDict()
        for number, size in enumerate((4, 1, 2), start=1):
            self.params[f"linear{number}"] = nn.Parameter(torch.rand(4, size))

    def forward(self, x, choice="linear1"):
        if choice not in self.params:
            raise KeyError(f"{choice!r}: choose one of {list(self.params.keys())}")
        return torch.einsum("bi,io->bo", x, self.params[choice])
