# A plain list keeps the blocks: they run, but PyTorch does not know of them.
# fails: test_registers_every_block
# fails: test_trains_every_block
# fails: test_takes_an_ordered_dict
# fails: test_state_dict_round_trip
# fails: test_train_and_eval_reach_the_blocks
# fails: test_moves_every_block
class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        if len(modules) == 1 and isinstance(modules[0], OrderedDict):
            modules = modules[0].values()
        self.blocks = list(modules)

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return x

    def __len__(self):
        return len(self.blocks)

    def __getitem__(self, index):
        return self.blocks[index]

    def __iter__(self):
        return iter(self.blocks)
