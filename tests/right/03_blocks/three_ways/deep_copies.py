# Copies of the first network's layers.
def three_ways():
    import copy

    net1 = nn.Sequential()
    net1.add_module("conv1", nn.Conv2d(3, 8, 3))
    net1.add_module("pool1", nn.MaxPool2d(2))
    net1.add_module("flatten", nn.Flatten())
    net1.add_module("linear", nn.Linear(8 * 15 * 15, 1))
    net2 = nn.Sequential(*[copy.deepcopy(m) for m in net1])
    net3 = nn.Sequential(OrderedDict((n, copy.deepcopy(m)) for n, m in net1.named_children()))
    return net1, net2, net3
