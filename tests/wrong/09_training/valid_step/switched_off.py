# requires_grad is switched off in place of no_grad, and stays off.
# fails: test_the_model_is_left_alone
def valid_step(model, batch, loss_fn):
    inputs, targets = batch
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    model.requires_grad_(False)
    with torch.no_grad():
        loss = loss_fn(model(inputs), targets)
    for m, mode in modes:
        m.training = mode
    return loss.item()
