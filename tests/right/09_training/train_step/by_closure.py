# The optimizer calls back: clear, compute and backward stand in a closure.
def train_step(model, batch, loss_fn, optimizer):
    inputs, targets = batch[0], batch[1]
    model.train(True)
    losses = []
    
    def closure():
        optimizer.zero_grad(set_to_none=False)
        loss = loss_fn(model(inputs), targets)
        loss.backward()
        losses.append(float(loss.detach()))
        return loss
    
    optimizer.step(closure)
    return losses[0]
