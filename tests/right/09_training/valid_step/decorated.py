# no_grad as a decorator; modules that train are collected and switched on again.
@torch.no_grad()
def valid_step(model, batch, loss_fn):
    training = {m for m in model.modules() if m.training}
    model.eval()
    loss = loss_fn(model(batch[0]), batch[1])
    for m in training:
        m.training = True
    return loss.item()
