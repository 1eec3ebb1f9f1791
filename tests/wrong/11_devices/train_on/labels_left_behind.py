# The labels stay on the CPU.
# fails: test_moves_inputs_and_labels
# fails: test_trains_on_the_device_of_the_caller
# fails: test_trains_the_model_that_was_given
# fails: test_keeps_the_parameter_objects
# fails: test_steps_with_the_optimizer_that_was_given
# fails: test_mean_over_samples
# fails: test_one_float_an_epoch
# fails: test_gradients_start_at_zero
# fails: test_in_training_mode
def train_on(device, model, loader, loss_fn, optimizer, epochs):
    model.to(device)
    model.train()
    means = []
    for _ in range(epochs):
        total, samples = 0.0, 0
        for inputs, targets in loader:
            inputs = inputs.to(device)
            optimizer.zero_grad()
            loss = loss_fn(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(inputs)
            samples += len(inputs)
        means.append(total / samples)
    return means
