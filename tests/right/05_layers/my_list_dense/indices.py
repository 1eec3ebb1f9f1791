# The list made in one go, and walked by index with torch.mm.
class MyListDense(nn.Module):
    def __init__(self):
        super(MyListDense, self).__init__()
        self.params = nn.ParameterList(
            [nn.Parameter(torch.randn(4, 4)) for i in range(3)] + [nn.Parameter(torch.rand(4, 1))]
        )

    def forward(self, X):
        for i in range(len(self.params)):
            X = torch.mm(X, self.params[i])
        return X
