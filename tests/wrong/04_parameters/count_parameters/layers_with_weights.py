# Only weights and biases of known layers are looked for.
# fails: test_finds_parameters_at_every_depth
# fails: test_a_shared_parameter_counts_once
def count_parameters(net, trainable_only=False):
    total = 0
    for m in net.modules():
        for kind in ("weight", "bias"):
            p = getattr(m, kind, None)
            if p is not None and (p.requires_grad or not trainable_only):
                total += p.numel()
    return total
