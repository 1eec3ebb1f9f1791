# The loss gets targets first and outputs second.
# fails: test_loss_gets_outputs_then_targets
# fails: test_moves_the_parameters
# fails: test_clears_the_old_gradients
# fails: test_steps_after_backward
# fails: test_trains_in_training_mode
# fails: test_stays_in_training_mode
# fails: test_returns_the_loss_as_a_float
# fails: test_keeps_the_gradients
# fails: test_uses_the_optimizer
def train_step(model, batch, loss_fn, optimizer):
    inputs, targets = batch
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(targets, model(inputs))
    loss.backward()
    optimizer.step()
    return loss.item()
