# The noise is added to x already: its mean is x.
# fails: test_standard_normal
def noise_like(x):
    return torch.normal(x.detach(), 1.0)
