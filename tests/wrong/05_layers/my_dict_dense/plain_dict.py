# A plain dict keeps the parameters: the layer runs, but PyTorch does not know of them.
# fails: test_registers_three_parameters
# fails: test_state_dict_round_trip
# fails: test_float64
class MyDictDense(nn.Module):
    def __init__(self):
        super().__init__()
        self.params = {
            "linear1": nn.Parameter(torch.randn(4, 4)),
            "linear2": nn.Parameter(torch.randn(4, 1)),
            "linear3": nn.Parameter(torch.randn(4, 2)),
        }

    def forward(self, x, choice="linear1"):
        return torch.mm(x, self.params[choice])
