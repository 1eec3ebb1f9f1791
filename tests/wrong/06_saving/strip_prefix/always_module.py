# Whatever the prefix is, `module.` goes.
# fails: test_another_prefix
def strip_prefix(state, prefix="module."):
    return {name.removeprefix("module."): value for name, value in state.items()}
