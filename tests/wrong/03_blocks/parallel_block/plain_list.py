# A plain list keeps the branches: they run, but PyTorch does not know of them.
# fails: test_branches_are_registered
# fails: test_a_branch_given_twice_stands_twice
# fails: test_gradients
class ParallelBlock(nn.Module):
    def __init__(self, *branches, dim=-1):
        super().__init__()
        self.branches = list(branches)
        self.dim = dim

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], dim=self.dim)
