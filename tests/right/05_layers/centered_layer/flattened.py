# Flattened first, so that one dimension is left; the mean broadcasts back.
class CenteredLayer(nn.Module):
    def forward(self, x):
        flat = x.flatten()
        return x.clone().sub_(flat.mean(dim=0))
