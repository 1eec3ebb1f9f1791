# It asks the loader for the size of its dataset, which only a DataLoader knows.
# fails: test_weighs_by_samples
# fails: test_trains_on_every_batch
# fails: test_clears_the_old_gradients
# fails: test_trains_in_training_mode
# fails: test_returns_a_float
# fails: test_keeps_no_graphs
def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total = 0.0
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = loss_fn(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
    return total / len(loader.dataset)
