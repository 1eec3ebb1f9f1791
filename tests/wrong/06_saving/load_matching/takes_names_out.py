# The names that do not fit are taken out of the very dict that was given.
# fails: test_the_given_state_stays
# fails: test_training_goes_on
def load_matching(net, state):
    own = net.state_dict()
    missing = [name for name in own if name not in state]
    unexpected = [name for name in state if name not in own]
    mismatched = [n for n in own if n in state and own[n].shape != state[n].shape]
    for name in unexpected + mismatched:
        state.pop(name)
    net.load_state_dict(state, strict=False)
    return missing, unexpected, mismatched
