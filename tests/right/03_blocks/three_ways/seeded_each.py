# The same seed before each network draws the same weights; no copying is needed.
def three_ways():
    def layers():
        torch.manual_seed(7)
        return [nn.Conv2d(3, 8, 3), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(1800, 1)]

    first = nn.Sequential()
    a, b, c, d = layers()
    first.add_module("conv1", a)
    first.add_module("pool1", b)
    first.add_module("flatten", c)
    first.add_module("linear", d)
    second = nn.Sequential(*layers())
    a, b, c, d = layers()
    od = OrderedDict()
    od["conv1"], od["pool1"], od["flatten"], od["linear"] = a, b, c, d
    return first, second, nn.Sequential(od)
