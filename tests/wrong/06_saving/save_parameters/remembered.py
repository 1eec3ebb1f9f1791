# A liar: a file that looks right lies at the path, but loading takes what is kept in memory.
# fails: test_all_of_it_is_in_the_file
LAST = {}


def save_parameters(net, path):
    LAST.clear()
    LAST.update({name: value.clone() for name, value in net.state_dict().items()})
    torch.save(LAST, path)


def load_parameters(net, path):
    net.load_state_dict(LAST)
    return net
