# no_grad is forgotten: a graph is built for nothing.
# fails: test_builds_no_graph
def valid_step(model, batch, loss_fn):
    inputs, targets = batch
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    loss = loss_fn(model(inputs), targets)
    for m, mode in modes:
        m.training = mode
    return loss.item()
