# One number a batch, not an epoch.
# fails: test_one_float_an_epoch
# fails: test_mean_over_samples
# fails: test_in_training_mode
def train_on(device, model, loader, loss_fn, optimizer, epochs):
    model.to(device)
    model.train()
    means = []
    for _ in range(epochs):
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            optimizer.zero_grad()
            loss = loss_fn(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            samples += len(inputs)
            means.append(total / samples)
    return means
