# The `if` stands before the loop: what has grown is halved again.
# fails: test_small_results_grow
# fails: test_constant_is_saved
# fails: test_constant_moves_with_the_network
# fails: test_output
# fails: test_gradients_reach_the_layer
class FancyMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(20, 20)
        self.register_buffer("rand_weight", torch.rand(20, 20))

    def forward(self, x):
        x = F.relu(self.linear(x) @ self.rand_weight + 1)
        x = self.linear(x)
        if x.norm() < 0.8:
            x = x * 10
        while x.norm() > 1:
            x = x / 2
        return x.sum()
