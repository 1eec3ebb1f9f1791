# model.train() is never called.
# fails: test_trains_in_training_mode
def train_epoch(model, loader, loss_fn, optimizer):
    total, samples = 0.0, 0
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    return total / samples
