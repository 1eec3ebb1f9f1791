# A ReLU module in place of the function, and the old spelling of super().
class MLP(nn.Module):
    def __init__(self, in_features=20, hidden=256, out_features=10):
        super(MLP, self).__init__()
        self.hidden = nn.Linear(in_features, hidden)
        self.act = nn.ReLU()
        self.out = nn.Linear(hidden, out_features)

    def forward(self, X):
        return self.out(self.act(self.hidden(X)))
