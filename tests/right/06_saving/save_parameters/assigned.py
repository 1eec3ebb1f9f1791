# The tensors of the file become the network's own, without a copy.
def save_parameters(net, path):
    torch.save(net.state_dict(), path)


def load_parameters(net, path):
    net.load_state_dict(torch.load(path, weights_only=True), assign=True)
    return net
