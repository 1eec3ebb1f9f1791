# It stops as soon as the loss is four times the best.
# fails: test_survives_an_explosion
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
        losses.append(loss.item())
        if not losses[-1] < 100 * min(losses) + 1000:
            break
    model.load_state_dict(state)
    for module, mode in modes:
        module.training = mode
    return losses
