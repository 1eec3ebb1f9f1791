# One vector's norm by torch.linalg, one factor for all, by the helpers that optimizers use.
def clip_gradients(params, max_norm):
    grads = [p.grad for p in params if p.grad is not None]
    if not grads:
        return 0.0
    parts = torch.stack([torch.linalg.vector_norm(g) for g in grads])
    norm = torch.linalg.vector_norm(parts).item()
    if norm > max_norm:
        torch._foreach_mul_(grads, max_norm / norm)
    return norm
