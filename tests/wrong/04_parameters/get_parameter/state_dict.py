# The entry of the state_dict: detached, and buffers are in there as well.
# fails: test_gives_the_parameter_and_not_its_data
# fails: test_a_path_to_something_else
def get_parameter(net, path):
    state = net.state_dict()
    if path not in state:
        raise AttributeError(path)
    return state[path]
