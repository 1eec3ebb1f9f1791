# The mean of the batches' means: a small batch counts as much as a large one.
# fails: test_mean_over_samples
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
            total += loss.item()
            samples += 1
        means.append(total / samples)
    return means
