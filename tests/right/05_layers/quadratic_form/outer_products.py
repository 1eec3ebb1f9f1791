# All products of a sample first, then one matrix product with the flattened weight.
class QuadraticForm(nn.Module):
    def __init__(self, features, units):
        super(QuadraticForm, self).__init__()
        self.weight = nn.Parameter(torch.rand(features, features, units) - 0.5)

    def forward(self, x):
        products = x.unsqueeze(2) * x.unsqueeze(1)
        return products.reshape(len(x), self.weight.shape[0] ** 2) @ self.weight.reshape(
            -1, self.weight.shape[2]
        )
