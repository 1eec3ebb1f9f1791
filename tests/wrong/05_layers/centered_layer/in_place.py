# The mean is taken away in place: the caller's tensor changes too.
# fails: test_input_is_left_alone
class CenteredLayer(nn.Module):
    def forward(self, x):
        x -= x.mean()
        return x
