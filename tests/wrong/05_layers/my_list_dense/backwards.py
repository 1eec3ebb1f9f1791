# The three square matrices in the wrong order.
# fails: test_chains_all_four_in_order
# fails: test_gradients_reach_every_matrix
# fails: test_an_optimizer_trains_it
# fails: test_state_dict_round_trip
# fails: test_batches
# fails: test_float64
class MyListDense(nn.Module):
    def __init__(self):
        super().__init__()
        self.params = nn.ParameterList([nn.Parameter(torch.randn(4, 4)) for _ in range(3)])
        self.params.append(nn.Parameter(torch.randn(4, 1)))

    def forward(self, x):
        for i in (2, 1, 0, 3):
            x = x @ self.params[i]
        return x
