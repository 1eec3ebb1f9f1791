# Names are compared part by part.
def freeze(net, prefix):
    parts = prefix.split(".")
    switched = set()
    for name, p in net.named_parameters(remove_duplicate=False):
        if name.split(".")[: len(parts)] == parts and p.requires_grad:
            p.requires_grad_(False)
            switched.add(p)
    return len(switched)
