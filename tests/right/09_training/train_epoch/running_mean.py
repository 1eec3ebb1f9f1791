# A running mean that each batch pulls by its share; only numbers are kept.
def train_epoch(model, loader, loss_fn, optimizer):
    mean, seen = 0.0, 0
    for x, y in loader:
        model.train()
        loss = loss_fn(model(x), y)
        optimizer.zero_grad(set_to_none=False)
        loss.backward()
        optimizer.step()
        seen += x.shape[0]
        mean += (float(loss.detach()) - mean) * x.shape[0] / seen
    return mean
