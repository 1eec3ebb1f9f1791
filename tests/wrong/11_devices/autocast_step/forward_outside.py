# Only the loss is computed under autocast.
# fails: test_forward_under_bfloat16_autocast
def autocast_step(model, batch, loss_fn, optimizer, device):
    model.to(device)
    inputs, targets = (tensor.to(device) for tensor in batch)
    optimizer.zero_grad()
    outputs = model(inputs)
    with torch.autocast(device.type, dtype=torch.bfloat16):
        loss = loss_fn(outputs, targets)
    loss.backward()
    optimizer.step()
    return loss.item()
