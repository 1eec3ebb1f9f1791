# The loss comes back as a tensor, with its whole graph behind it.
# fails: test_returns_the_loss_as_a_float
def train_step(model, batch, loss_fn, optimizer):
    inputs, targets = batch
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss
