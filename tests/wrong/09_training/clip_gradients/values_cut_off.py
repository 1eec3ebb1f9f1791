# Each number is cut off at max_norm: the largest parts shrink, the others stay.
# fails: test_the_direction_stays
# fails: test_long_gradients_are_shortened
# fails: test_parameters_come_once
# fails: test_missing_gradients
# fails: test_float64
def clip_gradients(params, max_norm):
    """Scale all gradients so that their common norm is at most max_norm; gives the norm before."""
    gradients = [param.grad for param in params if param.grad is not None]
    norm = math.hypot(*(gradient.norm().item() for gradient in gradients))
    for gradient in gradients:
        gradient.clamp_(-max_norm, max_norm)
    return norm
