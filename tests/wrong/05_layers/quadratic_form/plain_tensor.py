# The weight is a tensor that requires gradients, but no Parameter.
# fails: test_registers_the_weight
# fails: test_an_optimizer_trains_it
# fails: test_state_dict_round_trip
# fails: test_float64
class QuadraticForm(nn.Module):
    def __init__(self, features, units):
        super().__init__()
        self.weight = torch.randn(features, features, units, requires_grad=True)

    def forward(self, x):
        return torch.einsum("bi,ijk,bj->bk", x, self.weight, x)
