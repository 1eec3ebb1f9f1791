# A helper for each epoch; the gradients are set to zero through the model.
def _epoch(device, model, loader, loss_fn, optimizer):
    losses, sizes = [], []
    for X, y in loader:
        X, y = X.to(device, non_blocking=True), y.to(device, non_blocking=True)
        model.zero_grad()
        loss = loss_fn(model(X), y)
        loss.backward()
        optimizer.step()
        losses.append(float(loss) * len(X))
        sizes.append(len(X))
    return sum(losses) / sum(sizes)


def train_on(device, model, loader, loss_fn, optimizer, epochs):
    model.to(device)
    model.train()
    return [_epoch(device, model, loader, loss_fn, optimizer) for _ in range(epochs)]
