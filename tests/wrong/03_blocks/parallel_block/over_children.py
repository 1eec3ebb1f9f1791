# forward over children(), which lists a branch that was given twice only once.
# fails: test_a_branch_given_twice_stands_twice
class ParallelBlock(nn.Module):
    def __init__(self, *branches, dim=-1):
        super().__init__()
        for i, branch in enumerate(branches):
            self.add_module(f"branch{i}", branch)
        self.dim = dim

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.children()], dim=self.dim)
