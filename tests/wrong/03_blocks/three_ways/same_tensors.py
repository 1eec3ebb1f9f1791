# The parameters are assigned, not copied: three networks, one set of tensors.
# fails: test_layers_are_not_shared
# fails: test_each_computes_the_network
def three_ways():
    def parts():
        return nn.Conv2d(3, 8, 3), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8 * 15 * 15, 1)

    names = ("conv1", "pool1", "flatten", "linear")
    added = nn.Sequential()
    for name, part in zip(names, parts()):
        added.add_module(name, part)
    placed, named = nn.Sequential(*parts()), nn.Sequential(OrderedDict(zip(names, parts())))
    for net in (placed, named):
        net[0].weight.data, net[0].bias.data = added.conv1.weight.data, added.conv1.bias.data
        net[3].weight.data, net[3].bias.data = added.linear.weight.data, added.linear.bias.data
    return added, placed, named
