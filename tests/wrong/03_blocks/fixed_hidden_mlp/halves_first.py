# Halved before the first look.
# fails: test_small_results_stay
# fails: test_relu_in_the_middle
class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(20, 20)
        self.register_buffer("rand_weight", torch.rand(20, 20))

    def forward(self, x):
        x = F.relu(self.linear(x) @ self.rand_weight + 1)
        x = self.linear(x)
        while True:
            x = x / 2
            if x.abs().sum() <= 1:
                break
        return x.sum()
