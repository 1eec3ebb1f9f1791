# strict=False: names that do not fit are passed over in silence.
# fails: test_other_names_are_an_error
def save_parameters(net, path):
    torch.save(net.state_dict(), path)


def load_parameters(net, path):
    net.load_state_dict(torch.load(path, weights_only=True), strict=False)
    return net
