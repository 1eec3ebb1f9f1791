# The loss is computed after the block.
# fails: test_loss_under_autocast
def autocast_step(model, batch, loss_fn, optimizer, device):
    model.to(device)
    inputs, targets = (tensor.to(device) for tensor in batch)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=torch.bfloat16):
        outputs = model(inputs)
    loss = loss_fn(outputs, targets)
    loss.backward()
    optimizer.step()
    return loss.item()
