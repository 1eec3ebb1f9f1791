# startswith and a slice, into an OrderedDict.
from collections import OrderedDict


def strip_prefix(state, prefix="module."):
    result = OrderedDict()
    for name in state:
        if name.startswith(prefix):
            result[name[len(prefix) :]] = state[name]
        else:
            result[name] = state[name]
    return result
