# A plain list keeps the layers: they run, but PyTorch does not know of them.
# fails: test_layers_are_registered
# fails: test_each_layer_has_its_own_weights
# fails: test_output
# fails: test_the_input_is_added
# fails: test_the_input_is_left_as_it_is
# fails: test_gradients
# fails: test_leading_dimensions
# fails: test_float64
class ResidualStack(nn.Module):
    def __init__(self, width, depth):
        super().__init__()
        self.layers = [nn.Linear(width, width) for _ in range(depth)]

    def forward(self, x):
        for layer in self.layers:
            x = x + F.relu(layer(x))
        return x
