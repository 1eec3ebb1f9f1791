# The same layer objects stand in all three networks.
# fails: test_layers_are_not_shared
# fails: test_each_computes_the_network
# fails: test_gradients_reach_every_parameter
def three_ways():
    conv1, pool1, flatten, linear = (
        nn.Conv2d(3, 8, 3), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8 * 15 * 15, 1)
    )
    added = nn.Sequential()
    added.add_module("conv1", conv1)
    added.add_module("pool1", pool1)
    added.add_module("flatten", flatten)
    added.add_module("linear", linear)
    placed = nn.Sequential(conv1, pool1, flatten, linear)
    named = nn.Sequential(
        OrderedDict([("conv1", conv1), ("pool1", pool1), ("flatten", flatten), ("linear", linear)])
    )
    return added, placed, named
