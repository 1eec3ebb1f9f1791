# add_module, OrderedDict, position: the second and the third are exchanged.
# fails: test_names_of_the_three_ways
# fails: test_layers_and_shapes
def three_ways():
    def parts():
        return nn.Conv2d(3, 8, 3), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8 * 15 * 15, 1)

    names = ("conv1", "pool1", "flatten", "linear")
    added = nn.Sequential()
    for name, part in zip(names, parts()):
        added.add_module(name, part)
    named = nn.Sequential(OrderedDict(zip(names, parts())))
    placed = nn.Sequential(*parts())
    named.load_state_dict(added.state_dict())
    for mine, first in zip(placed.parameters(), added.parameters()):
        mine.data.copy_(first.data)
    return added, named, placed
