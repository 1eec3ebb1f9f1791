# Everything up to the first dot goes, whatever stands there.
# fails: test_other_names_stay
# fails: test_another_prefix
# fails: test_letter_by_letter
# fails: test_only_at_the_beginning
def strip_prefix(state, prefix="module."):
    return {name.split(".", 1)[-1]: value for name, value in state.items()}
