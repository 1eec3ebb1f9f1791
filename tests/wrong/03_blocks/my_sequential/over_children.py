# The loop goes over children(), which lists a block only once.
# fails: test_a_block_given_twice_runs_twice
class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        if len(modules) == 1 and isinstance(modules[0], OrderedDict):
            named = modules[0].items()
        else:
            named = [(str(i), block) for i, block in enumerate(modules)]
        for name, block in named:
            self.add_module(name, block)

    def forward(self, x):
        for block in self.children():
            x = block(x)
        return x

    def __len__(self):
        return len(self._modules)

    def __getitem__(self, index):
        return list(self._modules.values())[index]

    def __iter__(self):
        return iter(self._modules.values())
