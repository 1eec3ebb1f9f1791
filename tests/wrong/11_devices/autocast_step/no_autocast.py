# Everything in float32.
# fails: test_forward_under_bfloat16_autocast
# fails: test_loss_under_autocast
def autocast_step(model, batch, loss_fn, optimizer, device):
    model.to(device)
    inputs, targets = (tensor.to(device) for tensor in batch)
    optimizer.zero_grad()
    loss = loss_fn(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss.item()
