# The choice is taken, and linear1 used all the same.
# fails: test_chooses_by_name
# fails: test_the_choice_is_called_choice
# fails: test_each_call_chooses_anew
# fails: test_gradients_reach_the_chosen_matrix
# fails: test_state_dict_round_trip
# fails: test_batches
# fails: test_float64
# fails: test_unknown_name
class MyDictDense(nn.Module):
    def __init__(self):
        super().__init__()
        self.params = nn.ParameterDict(
            {
                "linear1": nn.Parameter(torch.randn(4, 4)),
                "linear2": nn.Parameter(torch.randn(4, 1)),
                "linear3": nn.Parameter(torch.randn(4, 2)),
            }
        )

    def forward(self, x, choice="linear1"):
        return torch.mm(x, self.params["linear1"])
