# The input is flattened to one row a sample first, as for images.
# fails: test_leading_dimensions
class MLP(nn.Module):
    def __init__(self, in_features=20, hidden=256, out_features=10):
        super().__init__()
        self.in_features = in_features
        self.hidden = nn.Linear(in_features, hidden)
        self.out = nn.Linear(hidden, out_features)

    def forward(self, x):
        x = x.reshape(-1, self.in_features)
        return self.out(F.relu(self.hidden(x)))
