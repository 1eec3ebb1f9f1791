# The mean by hand, from the sum and the number of elements; an __init__ that does nothing.
class CenteredLayer(nn.Module):
    def __init__(self, **kwargs):
        super(CenteredLayer, self).__init__(**kwargs)

    def forward(self, X):
        mean = torch.sum(X) / X.numel()
        return torch.sub(X, mean)
