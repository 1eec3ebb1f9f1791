# The names are changed in the very dict that was given.
# fails: test_the_given_state_stays
def strip_prefix(state, prefix="module."):
    for name in list(state):
        state[name.removeprefix(prefix)] = state.pop(name)
    return state
