# The root is forgotten: the sum of squares is taken for the norm.
# fails: test_returns_the_norm_before
# fails: test_long_gradients_are_shortened
# fails: test_the_direction_stays
# fails: test_parameters_come_once
# fails: test_missing_gradients
# fails: test_float64
def clip_gradients(params, max_norm):
    """Scale all gradients so that their common norm is at most max_norm; gives the norm before."""
    gradients = [param.grad for param in params if param.grad is not None]
    norm = sum(gradient.norm().item() ** 2 for gradient in gradients)
    if norm > max_norm:
        for gradient in gradients:
            gradient.mul_(max_norm / norm)
    return float(norm)
