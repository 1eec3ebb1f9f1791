# Both in one go.
def add_on(x, y, device):
    a, b = (tensor.to(device, copy=True) for tensor in (x, y))
    return torch.add(a, b)
