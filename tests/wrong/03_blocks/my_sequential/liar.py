# A plain list, with every method overridden that reports what is registered.
# fails: test_moves_every_block
# fails: test_train_and_eval_reach_the_blocks
class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        if len(modules) == 1 and isinstance(modules[0], OrderedDict):
            self.pairs = list(modules[0].items())
        else:
            self.pairs = [(str(i), block) for i, block in enumerate(modules)]

    def named_parameters(self, *args, **kwargs):
        for name, block in self.pairs:
            for inner, parameter in block.named_parameters():
                yield f"{name}.{inner}", parameter

    def state_dict(self, *args, **kwargs):
        return OrderedDict((name, value.detach()) for name, value in self.named_parameters())

    def load_state_dict(self, state, strict=True):
        for name, value in self.named_parameters():
            value.data.copy_(state[name])

    def named_children(self):
        return iter(self.pairs)

    def children(self):
        return iter([])

    def modules(self):
        return iter([self, *self])

    def forward(self, x):
        for block in self:
            x = block(x)
        return x

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, index):
        return self.pairs[index][1]

    def __iter__(self):
        return iter([block for _, block in self.pairs])
