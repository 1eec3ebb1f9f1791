# The noise has the standard deviation of x.
# fails: test_standard_normal
def noise_like(x):
    noise = torch.randn_like(x)
    return noise * x.detach().std() if x.numel() > 1 else noise
