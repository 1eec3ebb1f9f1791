# No copy at all: a second name for the same network.
# fails: test_parameters_are_its_own
# fails: test_buffers_are_its_own
# fails: test_the_clone_can_be_trained
# fails: test_any_class_can_be_cloned
def clone_network(net):
    clone = net
    return clone
