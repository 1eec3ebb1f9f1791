# It takes for granted that every parameter has a gradient.
# fails: test_missing_gradients
def clip_gradients(params, max_norm):
    """Scale all gradients so that their common norm is at most max_norm; gives the norm before."""
    gradients = [param.grad for param in params]
    norm = math.hypot(*(gradient.norm().item() for gradient in gradients))
    if norm > max_norm:
        for gradient in gradients:
            gradient.mul_(max_norm / norm)
    return norm
