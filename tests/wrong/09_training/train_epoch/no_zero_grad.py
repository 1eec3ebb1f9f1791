# Gradients are never cleared.
# fails: test_clears_the_old_gradients
# fails: test_weighs_by_samples
# fails: test_trains_on_every_batch
# fails: test_learns_real_pictures
def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        loss = loss_fn(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    return total / samples
