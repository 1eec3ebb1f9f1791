# Two layers that are given equal numbers.
# fails: test_one_object_at_both_places
# fails: test_both_uses_add_to_one_gradient
# fails: test_the_shared_layer_counts_once
# fails: test_stays_tied_in_training
def tied_mlp():
    a, b = nn.Linear(8, 8), nn.Linear(8, 8)
    b.load_state_dict(a.state_dict())
    return nn.Sequential(
        nn.Linear(4, 8), nn.ReLU(), a, nn.ReLU(), b, nn.ReLU(), nn.Linear(8, 1)
    )
