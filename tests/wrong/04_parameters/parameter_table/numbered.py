# The parameters are numbered: their names are lost.
# fails: test_lists_every_parameter
# fails: test_leaves_buffers_out
# fails: test_lists_a_shared_parameter_once
# fails: test_finds_parameters_at_every_depth
# fails: test_is_a_list_of_tuples
def parameter_table(net):
    return [(str(i), tuple(p.shape), p.requires_grad) for i, p in enumerate(net.parameters())]
