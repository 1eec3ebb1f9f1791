# All gradients joined to one vector; clamped factor with PyTorch's 1e-6.
def clip_gradients(params, max_norm):
    grads = [p.grad.detach() for p in params if p.grad is not None]
    if not grads:
        return 0.0
    norm = torch.cat([g.reshape(-1) for g in grads]).norm(2)
    factor = torch.clamp(max_norm / (norm + 1e-6), max=1.0)
    for g in grads:
        g *= factor
    return norm.item()
