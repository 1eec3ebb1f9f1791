# The model is not moved.
# fails: test_on_the_device_of_the_caller
# fails: test_forward_under_bfloat16_autocast
# fails: test_loss_under_autocast
def autocast_step(model, batch, loss_fn, optimizer, device):
    inputs, targets = (tensor.to(device) for tensor in batch)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=torch.bfloat16):
        loss = loss_fn(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss.item()
