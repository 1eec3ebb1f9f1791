# A loop over all modules counts a shared parameter at each of its places.
# fails: test_a_shared_parameter_counts_once
def count_parameters(net, trainable_only=False):
    total = 0
    for name, p in net.named_parameters(remove_duplicate=False):
        if trainable_only and not p.requires_grad:
            continue
        total += p.numel()
    return total
