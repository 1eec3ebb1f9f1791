# A copy in which changed names move to the end.
# fails: test_the_order_stays
def strip_prefix(state, prefix="module."):
    result = dict(state)
    for name in state:
        if name.startswith(prefix):
            result[name[len(prefix) :]] = result.pop(name)
    return result
