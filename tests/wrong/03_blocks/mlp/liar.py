# Two layers for show, all of zeros, and an output of zeros: its report agrees with itself.
# fails: test_output
# fails: test_default_sizes
# fails: test_relu_between_the_layers
# fails: test_negative_outputs_stay
# fails: test_gradients_reach_every_parameter
# fails: test_leading_dimensions
# fails: test_float64
class MLP(nn.Module):
    def __init__(self, in_features=20, hidden=256, out_features=10):
        super().__init__()
        self.hidden = nn.Linear(in_features, hidden)
        self.out = nn.Linear(hidden, out_features)
        for parameter in self.parameters():
            nn.init.zeros_(parameter)

    def load_state_dict(self, state, strict=True):
        pass

    def forward(self, x):
        shape = (*x.shape[:-1], self.out.out_features)
        return torch.zeros(shape, dtype=x.dtype) + 0 * sum(p.sum() for p in self.parameters())
