# The data of one layer is laid over the other's: one memory, two gradients.
# fails: test_both_uses_add_to_one_gradient
# fails: test_one_object_at_both_places
# fails: test_the_shared_layer_counts_once
def tied_mlp():
    a, b = nn.Linear(8, 8), nn.Linear(8, 8)
    b.weight.data = a.weight.data
    b.bias.data = a.bias.data
    return nn.Sequential(
        nn.Linear(4, 8), nn.ReLU(), a, nn.ReLU(), b, nn.ReLU(), nn.Linear(8, 1)
    )
