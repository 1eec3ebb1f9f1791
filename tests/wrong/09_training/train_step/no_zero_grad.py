# Old gradients are never cleared: each step follows the sum of all so far.
# fails: test_clears_the_old_gradients
# fails: test_uses_the_optimizer
def train_step(model, batch, loss_fn, optimizer):
    inputs, targets = batch
    model.train()
    loss = loss_fn(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss.item()
