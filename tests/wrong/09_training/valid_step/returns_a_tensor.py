# The loss comes back as a tensor.
# fails: test_returns_a_float
def valid_step(model, batch, loss_fn):
    inputs, targets = batch
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    with torch.no_grad():
        loss = loss_fn(model(inputs), targets)
    for m, mode in modes:
        m.training = mode
    return loss
