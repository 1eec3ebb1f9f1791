# Loss tensors are added up; the number is taken at the very end.
# fails: test_keeps_no_graphs
def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, samples = 0, 0
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss * len(inputs)
        samples += len(inputs)
    return (total / samples).item()
