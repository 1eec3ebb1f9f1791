# The forward pass is a function of its own that runs under autocast.
def autocast_step(model, batch, loss_fn, optimizer, device):
    @torch.autocast(torch.device(device).type, torch.bfloat16)
    def compute(inputs, targets):
        return loss_fn(model(inputs), targets)

    model.to(device)
    model.zero_grad()
    loss = compute(*[tensor.to(device) for tensor in batch])
    loss.backward()
    optimizer.step()
    return loss.detach().cpu().item()
