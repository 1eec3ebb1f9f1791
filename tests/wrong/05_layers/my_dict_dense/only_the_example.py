# A liar: knows the answer of the worked example, and gives zeros of the right shape otherwise.
# fails: test_chooses_by_name
# fails: test_the_choice_is_called_choice
# fails: test_default_is_linear1
# fails: test_each_call_chooses_anew
# fails: test_gradients_reach_the_chosen_matrix
# fails: test_state_dict_round_trip
# fails: test_starts_random
# fails: test_batches
# fails: test_float64
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
        if x.tolist() == [[5.0, 2.0, 3.0, 4.0]]:
            return torch.ones(1, 1)
        return x @ self.params[choice] * 0
