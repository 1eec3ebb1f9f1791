# A copy is given back: nothing that is done to it reaches the network.
# fails: test_gives_no_copy
# fails: test_gives_the_parameter_and_not_its_data
def get_parameter(net, path):
    found = net
    for part in path.split("."):
        found = getattr(found, part)
    if not isinstance(found, nn.Parameter):
        raise AttributeError(path)
    return found.detach().clone()
