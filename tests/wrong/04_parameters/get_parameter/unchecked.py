# Whatever stands at the end of the path is given back, a module or a buffer too.
# fails: test_a_path_to_something_else
def get_parameter(net, path):
    for part in path.split("."):
        net = getattr(net, part)
    return net
