# missing and unexpected are exchanged.
# fails: test_names_are_reported
# fails: test_buffers_count_too
# fails: test_nothing_fits
def load_matching(net, state):
    own = net.state_dict()
    missing = [name for name in own if name not in state]
    unexpected = [name for name in state if name not in own]
    mismatched = [n for n in own if n in state and own[n].shape != state[n].shape]
    fitting = {n: v for n, v in state.items() if n in own and n not in mismatched}
    net.load_state_dict(fitting, strict=False)
    return unexpected, missing, mismatched
