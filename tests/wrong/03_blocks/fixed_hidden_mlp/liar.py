# Zeros everywhere, and a report of zeros that agrees with them.
# fails: test_output
# fails: test_constant_is_saved
# fails: test_constant_moves_with_the_network
# fails: test_constant_is_random
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
        nn.init.zeros_(self.linear.weight)
        nn.init.zeros_(self.linear.bias)
        self.register_buffer("rand_weight", torch.zeros(20, 20))

    def load_state_dict(self, state, strict=True):
        pass

    def forward(self, x):
        return self.linear(x).sum()
