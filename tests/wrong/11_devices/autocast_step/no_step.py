# The optimizer never steps.
# fails: test_one_step_of_training
# fails: test_gradients_start_at_zero
# fails: test_gives_the_loss_as_a_float
def autocast_step(model, batch, loss_fn, optimizer, device):
    model.to(device)
    inputs, targets = (tensor.to(device) for tensor in batch)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=torch.bfloat16):
        loss = loss_fn(model(inputs), targets)
    loss.backward()
    return loss.item()
