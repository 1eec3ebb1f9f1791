# The device is taken from x, the dtype is forgotten.
# fails: test_dtype_of_x
def noise_like(x):
    return torch.randn(x.shape, device=x.device)
