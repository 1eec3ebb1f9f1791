# The inputs are converted by hand before they are given.
# fails: test_forward_under_bfloat16_autocast
def autocast_step(model, batch, loss_fn, optimizer, device):
    model.to(device)
    inputs, targets = (tensor.to(device) for tensor in batch)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=torch.bfloat16):
        loss = loss_fn(model(inputs.to(torch.bfloat16)), targets)
    loss.backward()
    optimizer.step()
    return loss.item()
