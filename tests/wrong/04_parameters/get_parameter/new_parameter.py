# A liar: a new parameter over the same memory, with the right values, type and flag.
# fails: test_gives_the_parameter_and_not_its_data
def get_parameter(net, path):
    found = net
    for part in path.split("."):
        found = getattr(found, part)
    if not isinstance(found, nn.Parameter):
        raise AttributeError(path)
    return nn.Parameter(found.data, requires_grad=found.requires_grad)
