# The layers are made in forward: new random weights at each call, and none that learn.
# fails: test_layers_are_kept
# fails: test_registers_both_layers
# fails: test_default_sizes
# fails: test_output
# fails: test_relu_between_the_layers
# fails: test_negative_outputs_stay
# fails: test_gradients_reach_every_parameter
# fails: test_leading_dimensions
# fails: test_input_stays
# fails: test_float64
class MLP(nn.Module):
    def __init__(self, in_features=20, hidden=256, out_features=10):
        super().__init__()
        self.sizes = in_features, hidden, out_features

    def forward(self, x):
        in_features, hidden, out_features = self.sizes
        self.hidden = nn.Linear(in_features, hidden)
        self.out = nn.Linear(hidden, out_features)
        return self.out(F.relu(self.hidden(x)))
