# The number is the key where the name should be a string.
# fails: test_registers_every_block
# fails: test_trains_every_block
# fails: test_state_dict_round_trip
class MySequential(nn.Module):
    def __init__(self, *args):
        super().__init__()
        if len(args) == 1 and isinstance(args[0], OrderedDict):
            for key, block in args[0].items():
                self._modules[key] = block
        else:
            for i, block in enumerate(args):
                self._modules[i] = block

    def forward(self, X):
        for block in self._modules.values():
            X = block(X)
        return X

    def __len__(self):
        return len(self._modules)

    def __getitem__(self, index):
        return list(self._modules.values())[index]

    def __iter__(self):
        return iter(self._modules.values())
