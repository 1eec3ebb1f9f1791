# add_module under names of its own, read back from _modules.
class ParallelBlock(nn.Module):
    def __init__(self, *branches, dim=-1):
        super(ParallelBlock, self).__init__()
        self.dim = dim
        for i, b in enumerate(branches):
            self.add_module("branch_%d" % i, b)

    def forward(self, X):
        outs = []
        for b in self._modules.values():
            outs.append(b(X))
        return torch.concat(outs, dim=self.dim)
