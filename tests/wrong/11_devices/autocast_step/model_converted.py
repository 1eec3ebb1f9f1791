# The model is converted to bfloat16, and its inputs.
# fails: test_parameters_stay_float32
# fails: test_forward_under_bfloat16_autocast
# fails: test_one_step_of_training
# fails: test_gradients_start_at_zero
def autocast_step(model, batch, loss_fn, optimizer, device):
    model.to(device, torch.bfloat16)
    inputs, targets = (tensor.to(device) for tensor in batch)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=torch.bfloat16):
        loss = loss_fn(model(inputs.bfloat16()), targets)
    loss.backward()
    optimizer.step()
    return loss.item()
