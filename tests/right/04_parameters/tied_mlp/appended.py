# Built step by step, with one ReLU object for all places.
def tied_mlp():
    net, act, shared = nn.Sequential(), nn.ReLU(), nn.Linear(8, 8)
    for i, layer in enumerate([nn.Linear(4, 8), act, shared, act, shared, act, nn.Linear(8, 1)]):
        net.add_module(str(i), layer)
    return net
