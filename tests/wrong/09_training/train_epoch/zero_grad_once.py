# Gradients are cleared once, before the loop: they add up over the epoch.
# fails: test_trains_on_every_batch
# fails: test_weighs_by_samples
# fails: test_learns_real_pictures
def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        loss = loss_fn(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    return total / samples
