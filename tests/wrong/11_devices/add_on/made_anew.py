# The numbers are read out and made into new tensors.
# fails: test_gradients_flow_back
def add_on(x, y, device):
    x = torch.tensor(x.tolist(), dtype=x.dtype, device=device).reshape(x.shape)
    y = torch.tensor(y.tolist(), dtype=y.dtype, device=device).reshape(y.shape)
    return x + y
