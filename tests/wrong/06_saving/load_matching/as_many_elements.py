# As many elements are taken for the same shape.
# fails: test_as_many_elements_are_not_the_same_shape
def load_matching(net, state):
    own = net.state_dict()
    missing = [name for name in own if name not in state]
    unexpected = [name for name in state if name not in own]
    mismatched = []
    for name in own:
        if name in state:
            if own[name].numel() == state[name].numel():
                own[name].copy_(state[name].reshape(own[name].shape))
            else:
                mismatched.append(name)
    return missing, unexpected, mismatched
