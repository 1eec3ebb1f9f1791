# "Trainable" is taken to mean that there is a gradient by now.
# fails: test_says_which_can_be_trained
# fails: test_lists_a_shared_parameter_once
# fails: test_finds_parameters_at_every_depth
# fails: test_is_a_list_of_tuples
def parameter_table(net):
    return [(n, tuple(p.shape), p.grad is not None) for n, p in net.named_parameters()]
