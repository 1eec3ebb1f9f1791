# As many letters as the prefix has are cut off every name.
# fails: test_other_names_stay
# fails: test_another_prefix
# fails: test_letter_by_letter
# fails: test_only_at_the_beginning
# fails: test_the_order_stays
def strip_prefix(state, prefix="module."):
    return {name[len(prefix) :]: value for name, value in state.items()}
