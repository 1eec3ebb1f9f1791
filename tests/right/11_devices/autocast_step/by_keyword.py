# Autocast by keyword, and zero_grad late.
def autocast_step(model, batch, loss_fn, optimizer, device):
    model = model.to(device)
    X, y = batch
    X, y = X.to(device), y.to(device)
    with torch.amp.autocast(device_type=device.type, dtype=torch.bfloat16, cache_enabled=False):
        y_hat = model(X)
        l = loss_fn(y_hat, y)
    optimizer.zero_grad(set_to_none=False)
    l.backward()
    optimizer.step()
    return float(l)
