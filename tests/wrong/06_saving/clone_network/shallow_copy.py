# copy.copy: a new object, whose layers are the original's.
# fails: test_parameters_are_its_own
# fails: test_buffers_are_its_own
# fails: test_the_clone_can_be_trained
# fails: test_any_class_can_be_cloned
def clone_network(net):
    return copy.copy(net)
