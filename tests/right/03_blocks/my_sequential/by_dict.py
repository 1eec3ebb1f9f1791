# `_modules` is filled and read directly, and super() is spelt the old way.
class MySequential(nn.Module):
    def __init__(self, *args):
        super(MySequential, self).__init__()
        if len(args) == 1 and isinstance(args[0], OrderedDict):
            for key, block in args[0].items():
                self._modules[key] = block
        else:
            for idx, block in enumerate(args):
                self._modules[str(idx)] = block

    def forward(self, X):
        for name, block in self._modules.items():
            X = block(X)
        return X

    def __len__(self):
        return len(self._modules)

    def __getitem__(self, i):
        return [*self._modules.values()][i]

    def __iter__(self):
        yield from self._modules.values()
