# The step stands behind the loop: all gradients are added up for a single one.
# fails: test_trains_on_every_batch
# fails: test_weighs_by_samples
def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        loss = loss_fn(model(inputs), targets)
        loss.backward()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    optimizer.step()
    return total / samples
