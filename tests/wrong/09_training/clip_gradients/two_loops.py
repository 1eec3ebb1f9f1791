# It loops over params twice: the second time a generator has nothing left.
# fails: test_parameters_come_once
# fails: test_long_gradients_are_shortened
# fails: test_the_direction_stays
# fails: test_missing_gradients
# fails: test_float64
def clip_gradients(params, max_norm):
    norm = math.hypot(*(p.grad.norm().item() for p in params if p.grad is not None))
    if norm > max_norm:
        for p in params:
            if p.grad is not None:
                p.grad.mul_(max_norm / norm)
    return norm
