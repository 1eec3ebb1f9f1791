# What load_state_dict returns is taken for the network.
# fails: test_returns_the_network
def save_parameters(net, path):
    torch.save(net.state_dict(), path)


def load_parameters(net, path):
    return net.load_state_dict(torch.load(path, weights_only=True))
