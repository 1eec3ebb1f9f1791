# Every module's own parameters, gathered by identity.
def count_parameters(net, trainable_only=False):
    own = {id(p): p for m in net.modules() for p in m.parameters(recurse=False)}
    total = 0
    for p in own.values():
        if not trainable_only or p.requires_grad:
            size = 1
            for n in p.shape:
                size *= n
            total += size
    return total
