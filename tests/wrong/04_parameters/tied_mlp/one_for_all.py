# The shared layer is made once for all networks.
# fails: test_each_call_builds_a_new_network
_shared = nn.Linear(8, 8)


def tied_mlp():
    return nn.Sequential(
        nn.Linear(4, 8), nn.ReLU(), _shared, nn.ReLU(), _shared, nn.ReLU(), nn.Linear(8, 1)
    )
