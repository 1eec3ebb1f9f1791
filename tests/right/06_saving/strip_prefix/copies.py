# The tensors are copied as well.
def strip_prefix(state, prefix="module."):
    names = [n[len(prefix) :] if n[: len(prefix)] == prefix else n for n in state.keys()]
    return dict(zip(names, (value.clone() for value in state.values())))
