# The end in a method of its own, the norm from linalg, no change in place.
class FancyMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.rand_weight = nn.Buffer(torch.rand(20, 20))
        self.linear = nn.Linear(20, 20)

    def forward(self, x):
        x = self.linear(F.relu(self.linear(x) @ self.rand_weight + 1))
        return self.of_middle_size(x).sum()

    @staticmethod
    def of_middle_size(x):
        while torch.linalg.vector_norm(x) > 1:
            x = x / 2
        return 10 * x if torch.linalg.vector_norm(x) < 0.8 else x
