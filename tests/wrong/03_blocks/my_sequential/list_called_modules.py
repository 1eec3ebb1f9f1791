# `self.modules = []` is a plain list, and it hides the method modules().
# fails: test_registers_every_block
# fails: test_trains_every_block
# fails: test_takes_an_ordered_dict
# fails: test_state_dict_round_trip
# fails: test_train_and_eval_reach_the_blocks
# fails: test_moves_every_block
class MySequential(nn.Module):
    def __init__(self, *args):
        super().__init__()
        self.modules = []
        if len(args) == 1 and isinstance(args[0], OrderedDict):
            args = args[0].values()
        for block in args:
            self.modules.append(block)

    def forward(self, x):
        for block in self.modules:
            x = block(x)
        return x

    def __len__(self):
        return len(self.modules)

    def __getitem__(self, index):
        return self.modules[index]

    def __iter__(self):
        return iter(self.modules)
