# As the book writes it: the root of a sum of squares, new tensors assigned to grad.
def clip_gradients(params, max_norm):
    params = [p for p in params if p.grad is not None]
    norm = sum(torch.sum((p.grad**2)) for p in params)
    norm = float(norm) ** 0.5
    if norm > max_norm:
        for param in params:
            param.grad = param.grad * (max_norm / norm)
    return norm
