# Walk to the module or the parameter that the prefix names, and look at what is in it.
def freeze(net, prefix):
    found = net
    for part in prefix.split("."):
        found = getattr(found, part, None)
    if isinstance(found, nn.Module):
        below = list(found.parameters())
    elif isinstance(found, nn.Parameter):
        below = [found]
    else:
        below = []
    on = [p for p in below if p.requires_grad]
    for p in on:
        p.requires_grad = False
    return len(on)
