# Each block is copied on the way in: whoever made it changes it in vain, and a block that was
# given twice is two.
# fails: test_length_index_and_iteration
class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        from copy import deepcopy

        if len(modules) == 1 and isinstance(modules[0], OrderedDict):
            named = modules[0].items()
        else:
            named = [(str(i), block) for i, block in enumerate(modules)]
        for name, block in named:
            self.add_module(name, deepcopy(block))

    def forward(self, x):
        for block in self._modules.values():
            x = block(x)
        return x

    def __len__(self):
        return len(self._modules)

    def __getitem__(self, index):
        return list(self._modules.values())[index]

    def __iter__(self):
        return iter(self._modules.values())
