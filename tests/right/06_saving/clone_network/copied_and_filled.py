# A deep copy, then the values once more through state_dict: one of the two would do.
def clone_network(net):
    clone = copy.deepcopy(net)
    state = {name: value.clone() for name, value in net.state_dict().items()}
    clone.load_state_dict(state)
    return clone
