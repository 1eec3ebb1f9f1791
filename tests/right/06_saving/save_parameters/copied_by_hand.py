# A plain dict of copies in the file; the values are copied in by hand, after the names are compared.
def save_parameters(net, path):
    torch.save({name: value.clone() for name, value in net.state_dict().items()}, path)


def load_parameters(net, path):
    saved, own = torch.load(path), net.state_dict()
    if saved.keys() != own.keys():
        raise KeyError(f"names that differ: {saved.keys() ^ own.keys()}")
    with torch.no_grad():
        for name in own:
            own[name].copy_(saved[name])
    return net
