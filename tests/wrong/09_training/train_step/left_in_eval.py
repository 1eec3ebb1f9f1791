# The model is put in evaluation mode at the end, for the next validation.
# fails: test_stays_in_training_mode
def train_step(model, batch, loss_fn, optimizer):
    inputs, targets = batch
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(inputs), targets)
    loss.backward()
    optimizer.step()
    model.eval()
    return loss.item()
