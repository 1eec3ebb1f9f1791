# The second factor is forgotten: a sum of weights times x, which is linear.
# fails: test_scales_with_the_square
# fails: test_every_pair_counts
# fails: test_products_of_different_inputs
# fails: test_each_sample_alone
# fails: test_units_come_last
# fails: test_gradients
# fails: test_an_optimizer_trains_it
# fails: test_state_dict_round_trip
# fails: test_batches
# fails: test_float64
class QuadraticForm(nn.Module):
    def __init__(self, features, units):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(features, features, units))

    def forward(self, x):
        return torch.einsum("bi,ijk->bk", x, self.weight)
