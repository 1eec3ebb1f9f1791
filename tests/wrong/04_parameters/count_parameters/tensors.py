# The parameters are counted, not the numbers in them.
# fails: test_counts_the_numbers
# fails: test_trainable_only
# fails: test_the_second_argument_by_its_place
# fails: test_buffers_do_not_count
# fails: test_a_shared_parameter_counts_once
# fails: test_equal_values_are_not_sharing
# fails: test_finds_parameters_at_every_depth
def count_parameters(net, trainable_only=False):
    return len([p for p in net.parameters() if p.requires_grad or not trainable_only])
