# Sharing is guessed from equal values.
# fails: test_equal_values_are_not_sharing
def count_parameters(net, trainable_only=False):
    kept = []
    for p in net.parameters():
        if trainable_only and not p.requires_grad:
            continue
        if not any(p.shape == q.shape and torch.equal(p, q) for q in kept):
            kept.append(p)
    return sum(p.numel() for p in kept)
