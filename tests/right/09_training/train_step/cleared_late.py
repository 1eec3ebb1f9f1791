# The gradients are cleared by hand, between the loss and backward.
def train_step(model, batch, loss_fn, optimizer):
    x, y = batch
    if not model.training or not all(m.training for m in model.modules()):
        model = model.train()
    output = model(x)
    loss = loss_fn(output, y)
    for parameter in model.parameters():
        parameter.grad = None
    loss.backward()
    optimizer.step()
    return loss.detach().cpu().numpy().item()
