# requires_grad is set on the module, which has no such switch.
# fails: test_freezes_what_is_under_the_prefix
# fails: test_the_name_goes_on_to_a_dot
# fails: test_the_prefix_may_be_the_whole_name
# fails: test_counts_what_this_call_switched_off
# fails: test_leaves_the_rest_as_it_is
# fails: test_an_optimizer_leaves_it_alone
# fails: test_any_name_of_a_shared_parameter
def freeze(net, prefix):
    count = 0
    for name, module in net.named_modules():
        if name == prefix:
            module.requires_grad = False
            count = len(list(module.parameters()))
    return count
