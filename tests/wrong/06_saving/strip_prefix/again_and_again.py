# The prefix is taken away as long as there is one.
# fails: test_only_once
def strip_prefix(state, prefix="module."):
    result = {}
    for name, value in state.items():
        while prefix and name.startswith(prefix):
            name = name[len(prefix) :]
        result[name] = value
    return result
