# The book's two functions, applied to the two layers. The network is given back.
def init_xavier(m):
    if isinstance(m, nn.Linear):
        nn.init.xavier_uniform_(m.weight)


def init_42(m):
    if isinstance(m, nn.Linear):
        nn.init.constant_(m.weight, 42)


def init_per_block(net):
    linear = list(filter(lambda m: isinstance(m, nn.Linear), net.modules()))
    linear[0].apply(init_xavier)
    linear[-1].apply(init_42)
    return net
