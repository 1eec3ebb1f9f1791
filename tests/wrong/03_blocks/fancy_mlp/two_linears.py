# Two layers where one should be used twice.
# fails: test_only_linear_has_parameters
# fails: test_constant_is_saved
# fails: test_constant_moves_with_the_network
# fails: test_output
# fails: test_adds_one_then_relu
# fails: test_halves_until_small
# fails: test_small_results_grow
# fails: test_middle_results_stay
# fails: test_norm_is_over_the_whole_batch
# fails: test_gradients_reach_the_layer
class FancyMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(20, 20)
        self.linear2 = nn.Linear(20, 20)
        self.register_buffer("rand_weight", torch.rand(20, 20))

    def forward(self, x):
        x = F.relu(self.linear(x) @ self.rand_weight + 1)
        x = self.linear2(x)
        while x.norm() > 1:
            x = x / 2
        if x.norm() < 0.8:
            x = x * 10
        return x.sum()
