# One matrix product for each output, stacked.
class QuadraticForm(nn.Module):
    def __init__(self, features, units):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(features, features, units))
        nn.init.normal_(self.weight, std=0.1)

    def forward(self, x):
        columns = [((x @ matrix) * x).sum(dim=1) for matrix in self.weight.unbind(2)]
        return torch.stack(columns, dim=1)
