# Loaded only if all of it fits.
# fails: test_what_fits_is_loaded_and_the_rest_stays
# fails: test_buffers_count_too
# fails: test_as_many_elements_are_not_the_same_shape
# fails: test_training_goes_on
def load_matching(net, state):
    own = net.state_dict()
    missing = [name for name in own if name not in state]
    unexpected = [name for name in state if name not in own]
    mismatched = [n for n in own if n in state and own[n].shape != state[n].shape]
    if not (missing or unexpected or mismatched):
        net.load_state_dict(state)
    return missing, unexpected, mismatched
