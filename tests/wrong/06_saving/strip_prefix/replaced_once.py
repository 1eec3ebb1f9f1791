# The first place where the prefix stands need not be the beginning.
# fails: test_only_at_the_beginning
# fails: test_another_prefix
def strip_prefix(state, prefix="module."):
    return {name.replace(prefix, "", 1): value for name, value in state.items()}
