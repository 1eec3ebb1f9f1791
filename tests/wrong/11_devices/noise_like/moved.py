# Drawn on the CPU, then moved.
# fails: test_made_on_the_device
def noise_like(x):
    return torch.randn(x.shape, dtype=x.dtype).to(x.device)
