# The mean along the first dimension: each column is centred by itself.
# fails: test_mean_of_all_numbers
# fails: test_any_shape
# fails: test_gradient_flows_through_the_mean
# fails: test_works_in_a_network
# fails: test_evaluation_is_the_same
# fails: test_float64
class CenteredLayer(nn.Module):
    def forward(self, x):
        return x - x.mean(0)
