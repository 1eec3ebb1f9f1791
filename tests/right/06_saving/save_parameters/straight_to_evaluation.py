# The network is switched to evaluation mode on the way, as the book's example does.
def save_parameters(net, path):
    with open(path, "wb") as file:
        torch.save(net.state_dict(), file)


def load_parameters(net, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    net.load_state_dict(state, strict=True)
    return net.eval()
