# The inputs stay on the CPU.
# fails: test_moves_inputs_and_labels
def autocast_step(model, batch, loss_fn, optimizer, device):
    model.to(device)
    inputs, targets = batch[0], batch[1].to(device)
    optimizer.zero_grad()
    with torch.autocast(device.type, dtype=torch.bfloat16):
        loss = loss_fn(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss.item()
