# The sum is detached but stays a tensor, and so does the result.
# fails: test_returns_a_float
def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, samples = 0, 0
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total = total + loss.detach() * len(inputs)
        samples += len(inputs)
    return total / samples
