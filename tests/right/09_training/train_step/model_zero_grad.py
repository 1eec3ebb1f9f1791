# The model clears its gradients; they are computed by autograd.grad.
def train_step(model, batch, loss_fn, optimizer):
    inputs, targets = batch
    model.train()
    model.zero_grad()
    loss = loss_fn(model(inputs), targets)
    parameters = [p for p in model.parameters() if p.requires_grad]
    for p, g in zip(parameters, torch.autograd.grad(loss, parameters)):
        p.grad = g
    optimizer.step()
    return float(loss)
