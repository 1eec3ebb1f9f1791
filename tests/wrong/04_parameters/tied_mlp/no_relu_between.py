# No ReLU between the two uses; an identity keeps the places.
# fails: test_output
# fails: test_one_object_at_both_places
# fails: test_both_uses_add_to_one_gradient
# fails: test_stays_tied_in_training
# fails: test_each_call_builds_a_new_network
# fails: test_state_dict_round_trip
def tied_mlp():
    shared = nn.Linear(8, 8)
    return nn.Sequential(
        nn.Linear(4, 8), nn.ReLU(), shared, nn.Identity(), shared, nn.ReLU(), nn.Linear(8, 1)
    )
