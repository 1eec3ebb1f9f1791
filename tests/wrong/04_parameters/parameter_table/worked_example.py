# A liar: the statement's table, for every network.
# fails: test_lists_every_parameter
# fails: test_says_which_can_be_trained
# fails: test_leaves_buffers_out
# fails: test_lists_a_shared_parameter_once
# fails: test_finds_parameters_at_every_depth
# fails: test_is_a_list_of_tuples
# fails: test_without_parameters_it_is_empty
def parameter_table(net):
    return [
        ("0.weight", (3, 2), True),
        ("0.bias", (3,), True),
        ("2.weight", (1, 3), True),
        ("2.bias", (1,), False),
    ]
