# The result is detached, but the graph was built all the same.
# fails: test_builds_no_graph
def valid_step(model, batch, loss_fn):
    inputs, targets = batch
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    outputs = model(inputs).detach()
    for m, mode in modes:
        m.training = mode
    return loss_fn(outputs, targets).item()
