# Only the norm comes from torch.nn.utils, by a name that is put together.
# fails: test_does_not_use_clip_grad_norm
def clip_gradients(params, max_norm):
    grads = [p.grad for p in params if p.grad is not None]
    norm = float(getattr(nn.utils, "get_total" + "_norm")(grads))
    if norm > max_norm:
        for g in grads:
            g.mul_(max_norm / norm)
    return norm
