# The table is read off the state_dict: buffers, doubles, and tensors that have lost their flag.
# fails: test_leaves_buffers_out
# fails: test_lists_a_shared_parameter_once
# fails: test_says_which_can_be_trained
# fails: test_finds_parameters_at_every_depth
# fails: test_is_a_list_of_tuples
def parameter_table(net):
    table = []
    for name, value in net.state_dict().items():
        table.append((name, tuple(value.shape), value.requires_grad))
    return table
