# The norm after clipping is returned.
# fails: test_returns_the_norm_before
def clip_gradients(params, max_norm):
    """Scale all gradients so that their common norm is at most max_norm; gives the norm before."""
    gradients = [param.grad for param in params if param.grad is not None]
    norm = math.hypot(*(gradient.norm().item() for gradient in gradients))
    if norm > max_norm:
        for gradient in gradients:
            gradient.mul_(max_norm / norm)
    return math.hypot(*(gradient.norm().item() for gradient in gradients))
