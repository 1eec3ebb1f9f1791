# Each gradient is clipped by its own norm: the direction changes.
# fails: test_the_direction_stays
# fails: test_long_gradients_are_shortened
# fails: test_parameters_come_once
# fails: test_missing_gradients
# fails: test_float64
def clip_gradients(params, max_norm):
    gradients = [param.grad for param in params if param.grad is not None]
    norms = [gradient.norm().item() for gradient in gradients]
    for gradient, norm in zip(gradients, norms):
        if norm > max_norm:
            gradient.mul_(max_norm / norm)
    return math.hypot(*norms)
