# model.train() is never called, as in nearly half of the published loops.
# fails: test_trains_in_training_mode
# fails: test_stays_in_training_mode
def train_step(model, batch, loss_fn, optimizer):
    inputs, targets = batch
    optimizer.zero_grad()
    loss = loss_fn(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss.item()
