# The class is called again without arguments, as if every class took none.
# fails: test_any_class_can_be_cloned
# fails: test_the_clone_equals_the_original
# fails: test_parameters_are_its_own
# fails: test_buffers_are_its_own
# fails: test_the_clone_can_be_trained
# fails: test_shared_layers_stay_shared
# fails: test_modes_and_frozen_parameters_stay
def clone_network(net):
    clone = type(net)()
    clone.load_state_dict(net.state_dict())
    return clone
