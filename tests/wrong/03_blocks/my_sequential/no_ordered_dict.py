# An OrderedDict is taken for a block.
# fails: test_takes_an_ordered_dict
class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        for i, block in enumerate(modules):
            self.add_module(str(i), block)

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
