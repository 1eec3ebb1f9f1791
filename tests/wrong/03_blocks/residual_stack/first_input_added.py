# The first input is added at every layer, in place of the layer's own.
# fails: test_output
# fails: test_each_layer_has_its_own_weights
# fails: test_gradients
# fails: test_leading_dimensions
# fails: test_float64
class ResidualStack(nn.Module):
    def __init__(self, width, depth):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(width, width) for _ in range(depth))

    def forward(self, x):
        start = x
        for layer in self.layers:
            x = start + F.relu(layer(x))
        return x
