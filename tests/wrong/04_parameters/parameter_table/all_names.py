# A shared parameter is listed under each of its names.
# fails: test_lists_a_shared_parameter_once
def parameter_table(net):
    rows = net.named_parameters(remove_duplicate=False)
    return [(name, tuple(p.shape), p.requires_grad) for name, p in rows]
