# `.item()` makes the mean a plain number, and its gradient is lost.
# fails: test_gradient_flows_through_the_mean
class CenteredLayer(nn.Module):
    def forward(self, x):
        return x - x.mean().item()
