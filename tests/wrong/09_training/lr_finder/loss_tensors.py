# The list holds loss tensors with their graphs.
# fails: test_losses_are_floats
def lr_finder(model, loader, loss_fn, lrs):
    """The loss at each learning rate of a growing series; the model is restored."""
    state = copy.deepcopy(model.state_dict())
    modes = [(module, module.training) for module in model.modules()]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    batches = itertools.chain.from_iterable(itertools.repeat(loader))
    losses = []
    model.train()
    for rate, (inputs, targets) in zip(lrs, batches, strict=False):
        optimizer.param_groups[0]["lr"] = rate
        optimizer.zero_grad()
        loss = loss_fn(model(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss)
    model.load_state_dict(state)
    for module, mode in modes:
        module.training = mode
    return losses
