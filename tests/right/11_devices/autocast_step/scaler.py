# With a scaler of gradients, which bfloat16 would not need.
def autocast_step(model, batch, loss_fn, optimizer, device):
    scaler = torch.amp.GradScaler(device.type)
    model.to(device)
    inputs, targets = batch[0].to(device), batch[1].to(device)
    optimizer.zero_grad()
    with torch.autocast(device_type=device.type, dtype=torch.bfloat16):
        loss = loss_fn(model(inputs), targets)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    return loss.item()
