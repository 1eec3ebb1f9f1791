# A plain list keeps the parameters: the layer runs, but PyTorch does not know of them.
# fails: test_registers_four_parameters
# fails: test_an_optimizer_trains_it
# fails: test_state_dict_round_trip
# fails: test_float64
class MyListDense(nn.Module):
    def __init__(self):
        super().__init__()
        self.params = [nn.Parameter(torch.randn(4, 4)) for _ in range(3)]
        self.params.append(nn.Parameter(torch.randn(4, 1)))

    def forward(self, x):
        for matrix in self.params:
            x = torch.mm(x, matrix)
        return x
