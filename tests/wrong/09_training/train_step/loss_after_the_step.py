# The loss is computed again after the step, on a model that has seen the batch.
# fails: test_returns_the_loss_as_a_float
# fails: test_moves_the_parameters
# fails: test_clears_the_old_gradients
# fails: test_steps_after_backward
# fails: test_trains_in_training_mode
# fails: test_uses_the_optimizer
def train_step(model, batch, loss_fn, optimizer):
    inputs, targets = batch
    model.train()
    optimizer.zero_grad()
    loss_fn(model(inputs), targets).backward()
    optimizer.step()
    with torch.no_grad():
        return loss_fn(model(inputs), targets).item()
