# `if` in place of `while`: halved once at most.
# fails: test_halves_until_small
# fails: test_constant_is_saved
# fails: test_constant_moves_with_the_network
# fails: test_output
# fails: test_adds_one
# fails: test_norm_is_over_the_whole_batch
# fails: test_gradients_reach_the_layer
class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(20, 20)
        self.register_buffer("rand_weight", torch.rand(20, 20))

    def forward(self, x):
        x = F.relu(self.linear(x) @ self.rand_weight + 1)
        x = self.linear(x)
        if x.abs().sum() > 1:
            x = x / 2
        return x.sum()
