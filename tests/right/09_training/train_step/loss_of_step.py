# The optimizer is given a closure, and hands back the loss that it returns.
def train_step(model, batch, loss_fn, optimizer):
    inputs, targets = batch
    model.train()

    def closure():
        optimizer.zero_grad()
        loss = loss_fn(model(inputs), targets)
        loss.backward()
        return loss

    loss = optimizer.step(closure)
    return loss.item()
