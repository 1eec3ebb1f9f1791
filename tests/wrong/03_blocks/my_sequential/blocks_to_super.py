# The blocks are handed to nn.Module's own __init__, which takes none.
# fails: test_registers_every_block
# fails: test_runs_the_blocks_in_order
# fails: test_trains_every_block
# fails: test_takes_an_ordered_dict
# fails: test_state_dict_round_trip
# fails: test_a_block_given_twice_runs_twice
# fails: test_length_index_and_iteration
# fails: test_index_out_of_range
# fails: test_train_and_eval_reach_the_blocks
# fails: test_moves_every_block
# fails: test_does_not_use_nn_sequential
class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__(*modules)
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
