# What has no prefix is left out.
# fails: test_other_names_stay
# fails: test_another_prefix
# fails: test_letter_by_letter
# fails: test_only_at_the_beginning
# fails: test_the_order_stays
def strip_prefix(state, prefix="module."):
    return {n[len(prefix) :]: v for n, v in state.items() if n.startswith(prefix)}
