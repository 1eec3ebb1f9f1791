# A detached tensor adds up; the item is taken at the end.
def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total = torch.zeros((), dtype=torch.float64)
    samples = 0
    for i, data in enumerate(loader):
        inputs, targets = data
        model.zero_grad()
        outputs = model(inputs)
        loss = loss_fn(outputs, targets)
        loss.backward()
        optimizer.step()
        total += loss.detach() * len(targets)
        samples += len(targets)
    return (total / samples).item()
