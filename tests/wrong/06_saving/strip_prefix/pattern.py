# The prefix is taken for a regular expression, in which a dot is any letter.
# fails: test_letter_by_letter
# fails: test_another_prefix
import re


def strip_prefix(state, prefix="module."):
    return {re.sub("^" + prefix, "", name): value for name, value in state.items()}
