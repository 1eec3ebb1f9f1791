# `register_module`, an index that is turned into a key, and a fold for a loop.
import functools


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        first = modules[0] if len(modules) == 1 else None
        blocks = first if isinstance(first, dict) else dict(enumerate(modules))
        for key in blocks:
            self.register_module(str(key), blocks[key])

    def forward(self, x):
        return functools.reduce(lambda value, block: block(value), self, x)

    def __len__(self):
        return sum(1 for _ in self._modules)

    def __getitem__(self, index):
        if not -len(self) <= index < len(self):
            raise IndexError(f"there are {len(self)} blocks")
        return self._modules[list(self._modules)[index % len(self)]]

    def __iter__(self):
        for index in range(len(self)):
            yield self[index]
