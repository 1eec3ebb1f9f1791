# A buffer that says it need not be saved.
# fails: test_constant_is_saved
class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(20, 20)
        self.register_buffer("rand_weight", torch.rand(20, 20), persistent=False)

    def forward(self, x):
        x = F.relu(self.linear(x) @ self.rand_weight + 1)
        x = self.linear(x)
        while x.abs().sum() > 1:
            x = x / 2
        return x.sum()
