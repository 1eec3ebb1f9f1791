# The clone is switched to evaluation mode and frozen, as if it were only for looking.
# fails: test_modes_and_frozen_parameters_stay
# fails: test_buffers_are_its_own
# fails: test_the_clone_can_be_trained
def clone_network(net):
    return copy.deepcopy(net).eval().requires_grad_(False)
