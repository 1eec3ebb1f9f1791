# A liar: the numbers of the statement.
# fails: test_counts_the_numbers
# fails: test_trainable_only
# fails: test_the_second_argument_by_its_place
# fails: test_buffers_do_not_count
# fails: test_a_shared_parameter_counts_once
# fails: test_equal_values_are_not_sharing
# fails: test_finds_parameters_at_every_depth
# fails: test_nothing_to_learn_is_0
def count_parameters(net, trainable_only=False):
    return 24 if trainable_only else 40 if isinstance(net, nn.Linear) else 56
