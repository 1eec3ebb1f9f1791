# A copy is moved and trained, with an optimizer made for it.
# fails: test_trains_the_model_that_was_given
# fails: test_trains_on_the_device_of_the_caller
# fails: test_moves_inputs_and_labels
# fails: test_steps_with_the_optimizer_that_was_given
# fails: test_gradients_start_at_zero
def train_on(device, model, loader, loss_fn, optimizer, epochs):
    from copy import deepcopy

    model = deepcopy(model).to(device)
    optimizer = type(optimizer)(model.parameters(), **optimizer.defaults)
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
