# .data in forward: nothing learns.
# fails: test_gradients_reach_every_matrix
# fails: test_an_optimizer_trains_it
class MyListDense(nn.Module):
    def __init__(self):
        super().__init__()
        self.params = nn.ParameterList([nn.Parameter(torch.randn(4, 4)) for _ in range(3)])
        self.params.append(nn.Parameter(torch.randn(4, 1)))

    def forward(self, x):
        for matrix in self.params:
            x = x @ matrix.data
        return x
