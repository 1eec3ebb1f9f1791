# The sizes are typed in where the arguments should be.
# fails: test_registers_both_layers
# fails: test_output
# fails: test_relu_between_the_layers
# fails: test_negative_outputs_stay
# fails: test_layers_are_kept
# fails: test_gradients_reach_every_parameter
# fails: test_leading_dimensions
# fails: test_input_stays
# fails: test_float64
class MLP(nn.Module):
    def __init__(self, in_features=20, hidden=256, out_features=10):
        super().__init__()
        self.hidden = nn.Linear(20, 256)
        self.out = nn.Linear(256, 10)

    def forward(self, x):
        return self.out(F.relu(self.hidden(x)))
