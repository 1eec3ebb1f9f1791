# By torch.normal, with a mean and a deviation for each number.
def noise_like(x):
    x = x.detach()
    return torch.normal(torch.zeros_like(x), torch.ones_like(x))
