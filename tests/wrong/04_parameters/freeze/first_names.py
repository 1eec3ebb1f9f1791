# named_parameters() alone tells a shared parameter's first name only.
# fails: test_any_name_of_a_shared_parameter
def freeze(net, prefix):
    count = 0
    for name, p in net.named_parameters():
        if (name == prefix or name.startswith(prefix + ".")) and p.requires_grad:
            p.requires_grad = False
            count += 1
    return count
