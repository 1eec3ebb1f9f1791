# ReLU over the sum, as in the original residual networks: negative inputs are lost.
# fails: test_the_input_is_added
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
        for layer in self.layers:
            x = F.relu(x + layer(x))
        return x
