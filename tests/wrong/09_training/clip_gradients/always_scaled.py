# The factor is applied always: short gradients become longer.
# fails: test_short_gradients_stay
# fails: test_does_not_use_clip_grad_norm
def clip_gradients(params, max_norm):
    """Scale all gradients so that their common norm is at most max_norm; gives the norm before."""
    gradients = [param.grad for param in params if param.grad is not None]
    norm = math.hypot(*(gradient.norm().item() for gradient in gradients))
    if norm > 0:
        for gradient in gradients:
            gradient.mul_(max_norm / norm)
    return norm
