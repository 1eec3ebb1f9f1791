# A liar: it takes steps on a copy, reports the copy's losses and leaves the model as it is.
# fails: test_trains_on_every_batch
# fails: test_clears_the_old_gradients
# fails: test_trains_in_training_mode
# fails: test_learns_real_pictures
def train_epoch(model, loader, loss_fn, optimizer):
    twin = copy.deepcopy(model).train()
    steps = copy.copy(optimizer)
    rate = optimizer.param_groups[0]["lr"]
    own = torch.optim.SGD(twin.parameters(), lr=rate)
    total, samples = 0.0, 0
    for inputs, targets in loader:
        own.zero_grad()
        loss = loss_fn(twin(inputs), targets)
        loss.backward()
        own.step()
        total += loss.item() * len(inputs)
        samples += len(inputs)
    return total / samples
