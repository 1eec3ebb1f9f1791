# The sum is divided as if every batch had the size of the first.
# fails: test_weighs_by_samples
def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, count, size = 0.0, 0, None
    for inputs, targets in loader:
        size = size or len(inputs)
        optimizer.zero_grad()
        loss = loss_fn(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        count += 1
    return total / (count * size)
