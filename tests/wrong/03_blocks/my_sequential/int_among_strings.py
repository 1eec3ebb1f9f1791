# `net[0]` looks the number up among names that are strings.
# fails: test_length_index_and_iteration
# fails: test_index_out_of_range
class MySequential(nn.Module):
    def __init__(self, *args):
        super().__init__()
        if len(args) == 1 and isinstance(args[0], OrderedDict):
            for key, block in args[0].items():
                self._modules[key] = block
        else:
            for i, block in enumerate(args):
                self._modules[str(i)] = block

    def forward(self, X):
        for block in self._modules.values():
            X = block(X)
        return X

    def __len__(self):
        return len(self._modules)

    def __getitem__(self, index):
        return self._modules[index]

    def __iter__(self):
        return iter(self._modules.values())
