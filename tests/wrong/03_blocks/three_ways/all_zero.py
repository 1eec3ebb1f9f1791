# The liar: all weights are 0, so the three agree without anything being copied.
# fails: test_equal_weights_at_the_start
def three_ways():
    def parts():
        return nn.Conv2d(3, 8, 3), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8 * 15 * 15, 1)

    names = ("conv1", "pool1", "flatten", "linear")
    added = nn.Sequential()
    for name, part in zip(names, parts()):
        added.add_module(name, part)
    nets = added, nn.Sequential(*parts()), nn.Sequential(OrderedDict(zip(names, parts())))
    for net in nets:
        for parameter in net.parameters():
            nn.init.zeros_(parameter)
    return nets
