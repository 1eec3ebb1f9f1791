# lstrip takes away letters, not a prefix.
# fails: test_letter_by_letter
# fails: test_another_prefix
# fails: test_only_once
def strip_prefix(state, prefix="module."):
    return {name.lstrip(prefix): value for name, value in state.items()}
