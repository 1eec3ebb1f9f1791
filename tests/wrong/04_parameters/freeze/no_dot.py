# startswith alone: 'conv' freezes 'conv2' as well.
# fails: test_the_name_goes_on_to_a_dot
# fails: test_any_name_of_a_shared_parameter
def freeze(net, prefix):
    count = 0
    for name, p in net.named_parameters():
        if name.startswith(prefix) and p.requires_grad:
            p.requires_grad = False
            count += 1
    return count
