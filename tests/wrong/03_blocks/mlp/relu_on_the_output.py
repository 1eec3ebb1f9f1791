# ReLU after the last layer as well: no output is ever negative.
# fails: test_negative_outputs_stay
# fails: test_output
# fails: test_gradients_reach_every_parameter
# fails: test_float64
class MLP(nn.Module):
    def __init__(self, in_features=20, hidden=256, out_features=10):
        super().__init__()
        self.hidden = nn.Linear(in_features, hidden)
        self.out = nn.Linear(hidden, out_features)

    def forward(self, x):
        x = F.relu(self.hidden(x))
        x = F.relu(self.out(x))
        return x
