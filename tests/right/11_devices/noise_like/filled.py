# An empty tensor, filled in place.
def noise_like(x):
    with torch.no_grad():
        return torch.empty_like(x).normal_(mean=0.0, std=1.0)
