# Each layer of a chain is copied by itself: a layer at two places becomes two.
# fails: test_shared_layers_stay_shared
def clone_network(net):
    if isinstance(net, nn.Sequential):
        clone = nn.Sequential(*[clone_network(layer) for layer in net])
        clone.training = net.training
        return clone
    return copy.deepcopy(net)
