# The numbers in the parameters are counted.
# fails: test_counts_what_this_call_switched_off
# fails: test_freezes_what_is_under_the_prefix
# fails: test_the_name_goes_on_to_a_dot
# fails: test_the_prefix_may_be_the_whole_name
# fails: test_leaves_the_rest_as_it_is
# fails: test_any_name_of_a_shared_parameter
def freeze(net, prefix):
    count = 0
    for name, p in net.named_parameters(remove_duplicate=False):
        if (name == prefix or name.startswith(prefix + ".")) and p.requires_grad:
            p.requires_grad = False
            count += p.numel()
    return count
