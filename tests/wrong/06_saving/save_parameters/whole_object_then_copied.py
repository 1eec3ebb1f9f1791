# The network itself is pickled; loading copies its state into the one that was given.
# fails: test_the_file_holds_the_state_dict
# fails: test_loading_runs_no_code
def save_parameters(net, path):
    torch.save(net, path)


def load_parameters(net, path):
    net.load_state_dict(torch.load(path, weights_only=False).state_dict())
    return net
