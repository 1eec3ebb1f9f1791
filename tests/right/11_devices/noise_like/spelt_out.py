# Every property is named.
def noise_like(x):
    return torch.randn(x.shape, dtype=x.dtype, device=x.device)
