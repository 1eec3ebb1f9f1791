# A regular expression, with the prefix escaped and tied to the beginning.
import re


def strip_prefix(state, prefix="module."):
    pattern = re.compile(r"\A" + re.escape(prefix))
    return {pattern.sub("", name, count=1): value for name, value in state.items()}
