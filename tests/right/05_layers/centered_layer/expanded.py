# The mean with keepdim over every dimension.
class CenteredLayer(nn.Module):
    def forward(self, x):
        dims = tuple(range(x.dim()))
        return x - torch.mean(x, dim=dims, keepdim=True).expand_as(x)
