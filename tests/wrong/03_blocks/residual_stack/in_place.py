# x += …: the caller's tensor is changed.
# fails: test_the_input_is_left_as_it_is
# fails: test_gradients
class ResidualStack(nn.Module):
    def __init__(self, width, depth):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(width, width) for _ in range(depth))

    def forward(self, x):
        for layer in self.layers:
            x += F.relu(layer(x))
        return x
