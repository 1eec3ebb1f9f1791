# The sum is taken where y lies, and moved then.
def add_on(x, y, device):
    return torch.add(x.to(y.device), y).to(device)
