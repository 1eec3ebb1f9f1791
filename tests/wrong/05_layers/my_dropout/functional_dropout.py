# F.dropout, which looks at the training flag for you.
# fails: test_does_not_use_dropout
class MyDropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        return F.dropout(x, p=self.p, training=self.training)
