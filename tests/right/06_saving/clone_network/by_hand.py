# Module by module, with a memory of what was copied already.
def clone_network(net, seen=None):
    seen = {} if seen is None else seen
    if id(net) in seen:
        return seen[id(net)]
    clone = seen[id(net)] = copy.copy(net)
    clone._parameters = {}
    for name, p in net._parameters.items():
        if p is not None and id(p) not in seen:
            seen[id(p)] = nn.Parameter(p.detach().clone(), requires_grad=p.requires_grad)
        clone._parameters[name] = None if p is None else seen[id(p)]
    clone._buffers = {n: None if b is None else b.clone() for n, b in net._buffers.items()}
    clone._modules = {n: clone_network(m, seen) for n, m in net._modules.items()}
    return clone
