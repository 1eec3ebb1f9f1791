# A liar: the names are right, and the tensors hold zeros.
# fails: test_the_network_loads_it
# fails: test_another_prefix
# fails: test_letter_by_letter
# fails: test_only_at_the_beginning
# fails: test_only_once
# fails: test_other_names_stay
# fails: test_the_prefix_goes
def strip_prefix(state, prefix="module."):
    return {name.removeprefix(prefix): torch.zeros_like(v) for name, v in state.items()}
