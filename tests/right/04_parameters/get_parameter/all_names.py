# A dict of all names, those of shared parameters included.
def get_parameter(net, path):
    names = dict(net.named_parameters(remove_duplicate=False))
    try:
        return names[path]
    except KeyError:
        raise AttributeError(f"no parameter at {path!r}") from None
