# The prefix is looked for anywhere in the name.
# fails: test_the_name_begins_with_the_prefix
# fails: test_the_name_goes_on_to_a_dot
def freeze(net, prefix):
    count = 0
    for name, p in net.named_parameters(remove_duplicate=False):
        if prefix in name and p.requires_grad:
            p.requires_grad_(False)
            count += 1
    return count
