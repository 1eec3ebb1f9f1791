# The network that was given is untied, and stays so.
# fails: test_the_layers_are_still_tied
# fails: test_the_network_is_left_as_it_was
def tied_gradient(net, x):
    (both,) = torch.autograd.grad(net(x).sum(), [net[2].weight])
    net[4] = copy.deepcopy(net[2])
    first, second = torch.autograd.grad(net(x).sum(), [net[2].weight, net[4].weight])
    return both, first, second
