# Rows are lists, shapes are printed into texts.
# fails: test_is_a_list_of_tuples
# fails: test_lists_every_parameter
# fails: test_lists_a_shared_parameter_once
# fails: test_finds_parameters_at_every_depth
def parameter_table(net):
    return [[n, str(tuple(p.shape)), p.requires_grad] for n, p in net.named_parameters()]
