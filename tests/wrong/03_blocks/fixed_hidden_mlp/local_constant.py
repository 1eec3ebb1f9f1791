# The constant is a local variable of forward, and nowhere else.
# fails: test_constant_is_kept
# fails: test_constant_is_saved
# fails: test_constant_moves_with_the_network
# fails: test_constant_is_not_trained
# fails: test_constant_is_random
# fails: test_output
# fails: test_adds_one
# fails: test_relu_in_the_middle
# fails: test_halves_until_small
# fails: test_small_results_stay
# fails: test_norm_is_over_the_whole_batch
# fails: test_gradients_reach_the_layer
class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(20, 20)

    def forward(self, x):
        W = torch.rand(20, 20)
        x = F.relu(self.linear(x) @ W + 1)
        x = self.linear(x)
        while x.abs().sum() > 1:
            x = x / 2
        return x.sum()
