# A deep copy: equal at first, but another layer.
# fails: test_one_object_at_both_places
# fails: test_both_uses_add_to_one_gradient
# fails: test_the_shared_layer_counts_once
# fails: test_stays_tied_in_training
def tied_mlp():
    shared = nn.Linear(8, 8)
    return nn.Sequential(
        nn.Linear(4, 8), nn.ReLU(),
        shared, nn.ReLU(),
        copy.deepcopy(shared), nn.ReLU(),
        nn.Linear(8, 1),
    )
