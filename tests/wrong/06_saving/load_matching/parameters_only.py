# Only parameters are looked at: buffers count as unknown and are not loaded.
# fails: test_buffers_count_too
# fails: test_everything_is_loaded_where_everything_fits
# fails: test_what_fits_is_loaded_and_the_rest_stays
# fails: test_names_are_reported
# fails: test_as_many_elements_are_not_the_same_shape
# fails: test_nothing_fits
def load_matching(net, state):
    own = dict(net.named_parameters())
    missing = [name for name in own if name not in state]
    unexpected = [name for name in state if name not in own]
    mismatched = [n for n in own if n in state and own[n].shape != state[n].shape]
    with torch.no_grad():
        for name, value in own.items():
            if name in state and name not in mismatched:
                value.copy_(state[name])
    return missing, unexpected, mismatched
