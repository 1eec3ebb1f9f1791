# The loss is computed again, after the step.
# fails: test_gives_the_loss_as_a_float
# fails: test_on_the_device_of_the_caller
# fails: test_loss_under_autocast
# fails: test_one_step_of_training
# fails: test_gradients_start_at_zero
def autocast_step(model, batch, loss_fn, optimizer, device):
    model.to(device)
    inputs, targets = (tensor.to(device) for tensor in batch)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=torch.bfloat16):
        loss = loss_fn(model(inputs), targets)
    loss.backward()
    optimizer.step()
    with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16):
        return loss_fn(model(inputs), targets).item()
