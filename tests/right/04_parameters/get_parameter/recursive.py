# The first step, then the rest of the path from there.
def get_parameter(net, path):
    head, dot, rest = path.partition(".")
    if dot:
        if head not in net._modules:
            raise AttributeError(head)
        return get_parameter(net._modules[head], rest)
    p = net._parameters.get(head)
    if p is None:
        raise AttributeError(head)
    return p
