# `setattr` registers, and a list of the names keeps the order.
class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        self.names = []
        if len(modules) == 1 and isinstance(modules[0], OrderedDict):
            for name in modules[0]:
                setattr(self, name, modules[0][name])
                self.names.append(name)
        else:
            for i in range(len(modules)):
                setattr(self, str(i), modules[i])
                self.names.append(str(i))

    def forward(self, input):
        out = input
        for name in self.names:
            out = getattr(self, name)(out)
        return out

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        return getattr(self, self.names[index])

    def __iter__(self):
        return (getattr(self, name) for name in self.names)
