# Whatever is not under the prefix is switched on.
# fails: test_leaves_the_rest_as_it_is
# fails: test_the_prefix_may_be_the_whole_name
# fails: test_counts_what_this_call_switched_off
# fails: test_any_name_of_a_shared_parameter
def freeze(net, prefix):
    count = 0
    for name, p in net.named_parameters(remove_duplicate=False):
        under = name == prefix or name.startswith(prefix + ".")
        count += under and p.requires_grad
        p.requires_grad = not under
    return count
