# The same build with new random values: reset, where it should be filled.
# fails: test_the_clone_equals_the_original
# fails: test_parameters_are_its_own
# fails: test_buffers_are_its_own
# fails: test_the_clone_can_be_trained
# fails: test_shared_layers_stay_shared
# fails: test_any_class_can_be_cloned
def clone_network(net):
    clone = copy.deepcopy(net)
    for module in clone.modules():
        if hasattr(module, "reset_parameters"):
            module.reset_parameters()
    return clone
