# replace finds the prefix anywhere in the name, and as often as it is there.
# fails: test_only_at_the_beginning
# fails: test_another_prefix
# fails: test_only_once
def strip_prefix(state, prefix="module."):
    return {name.replace(prefix, ""): value for name, value in state.items()}
