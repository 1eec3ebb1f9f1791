# The parameters are scaled in place of their gradients.
# fails: test_parameters_stay
# fails: test_long_gradients_are_shortened
# fails: test_the_direction_stays
# fails: test_parameters_come_once
# fails: test_missing_gradients
# fails: test_float64
def clip_gradients(params, max_norm):
    params = [param for param in params if param.grad is not None]
    norm = math.hypot(*(param.grad.norm().item() for param in params))
    if norm > max_norm:
        with torch.no_grad():
            for param in params:
                param.mul_(max_norm / norm)
    return norm
