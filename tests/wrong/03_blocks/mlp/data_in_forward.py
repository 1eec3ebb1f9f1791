# `.data` in forward cuts the graph: the output is right, and nothing below it learns.
# fails: test_gradients_reach_every_parameter
class MLP(nn.Module):
    def __init__(self, in_features=20, hidden=256, out_features=10):
        super().__init__()
        self.hidden = nn.Linear(in_features, hidden)
        self.out = nn.Linear(hidden, out_features)

    def forward(self, x):
        hidden = F.relu(self.hidden(x).data)
        return self.out(hidden)
