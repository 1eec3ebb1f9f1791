# It divides by the norm without asking whether that is 0.
# fails: test_zero_gradients
def clip_gradients(params, max_norm):
    gradients = [param.grad for param in params if param.grad is not None]
    norm = torch.tensor([gradient.norm() for gradient in gradients]).norm()
    scale = max_norm / norm if norm > max_norm or norm == 0 else 1.0
    for gradient in gradients:
        gradient.mul_(scale)
    return norm.item()
