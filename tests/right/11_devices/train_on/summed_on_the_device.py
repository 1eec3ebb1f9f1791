# The losses are added up on the device, and read once an epoch.
def train_on(device, model, loader, loss_fn, optimizer, epochs):
    model = model.to(device).train(True)
    history = []
    for epoch in range(epochs):
        total, count = torch.zeros((), device=device, dtype=torch.float64), 0
        for batch in loader:
            X, y = [tensor.to(device) for tensor in batch]
            loss = loss_fn(model(X), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.detach() * X.shape[0]
            count += X.shape[0]
        history.append((total / count).item())
    return history
