# A liar: the clone looks like a copy from outside, and asks the original whenever it computes.
# fails: test_parameters_are_its_own
# fails: test_any_class_can_be_cloned
# fails: test_buffers_are_its_own
# fails: test_the_clone_can_be_trained
# fails: test_shared_layers_stay_shared
def clone_network(net):
    clone = copy.deepcopy(net)
    clone.forward = net.forward
    return clone
