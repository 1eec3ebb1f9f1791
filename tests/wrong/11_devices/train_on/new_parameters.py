# Each parameter is replaced by a new one on the device; the optimizer holds the old ones.
# fails: test_keeps_the_parameter_objects
# fails: test_trains_on_the_device_of_the_caller
# fails: test_trains_the_model_that_was_given
# fails: test_steps_with_the_optimizer_that_was_given
# fails: test_mean_over_samples
# fails: test_gradients_start_at_zero
# fails: test_in_training_mode
def train_on(device, model, loader, loss_fn, optimizer, epochs):
    for module in model.modules():
        for name, parameter in list(module._parameters.items()):
            setattr(module, name, nn.Parameter(parameter.detach().to(device, copy=True)))
        for name, buffer in list(module._buffers.items()):
            setattr(module, name, buffer.to(device))
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
