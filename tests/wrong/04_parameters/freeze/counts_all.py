# What is under the prefix is counted, also what was frozen before.
# fails: test_counts_what_this_call_switched_off
# fails: test_any_name_of_a_shared_parameter
# fails: test_leaves_the_rest_as_it_is
def freeze(net, prefix):
    count = 0
    for name, p in net.named_parameters(remove_duplicate=False):
        if name == prefix or name.startswith(prefix + "."):
            p.requires_grad = False
            count += 1
    return count
