# rand draws evenly between 0 and 1.
# fails: test_standard_normal
def noise_like(x):
    return torch.rand_like(x.detach())
