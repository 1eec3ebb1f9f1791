# `return` stands inside the loop, so only the first block runs.
# fails: test_runs_the_blocks_in_order
# fails: test_trains_every_block
# fails: test_takes_an_ordered_dict
# fails: test_state_dict_round_trip
# fails: test_empty_is_the_identity
# fails: test_a_block_given_twice_runs_twice
# fails: test_moves_every_block
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
        for block in self._modules.values():
            x = block(x)
            return x

    def __len__(self):
        return len(self._modules)

    def __getitem__(self, index):
        return list(self._modules.values())[index]

    def __iter__(self):
        return iter(self._modules.values())
