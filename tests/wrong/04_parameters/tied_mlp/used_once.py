# The shared layer is there only once: five modules.
# fails: test_seven_places_of_the_right_sizes
# fails: test_output
# fails: test_one_object_at_both_places
# fails: test_both_uses_add_to_one_gradient
# fails: test_stays_tied_in_training
# fails: test_each_call_builds_a_new_network
# fails: test_state_dict_round_trip
def tied_mlp():
    return nn.Sequential(
        nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 1)
    )
