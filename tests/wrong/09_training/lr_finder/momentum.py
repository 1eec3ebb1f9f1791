# The optimizer has momentum: steps depend on earlier rates.
# fails: test_loss_of_each_rate
# fails: test_starts_over_when_the_loader_is_through
def lr_finder(model, loader, loss_fn, lrs):
    """The loss at each learning rate of a growing series; the model is restored."""
    state = copy.deepcopy(model.state_dict())
    modes = [(module, module.training) for module in model.modules()]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0, momentum=0.9)
    batches = itertools.chain.from_iterable(itertools.repeat(loader))
    losses = []
    model.train()
    for rate, (inputs, targets) in zip(lrs, batches, strict=False):
        optimizer.param_groups[0]["lr"] = rate
        optimizer.zero_grad()
        loss = loss_fn(model(inputs), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    model.load_state_dict(state)
    for module, mode in modes:
        module.training = mode
    return losses
