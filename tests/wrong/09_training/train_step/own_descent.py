# A liar: it never calls the optimizer, but does by hand what plain SGD would do.
# fails: test_uses_the_optimizer
# fails: test_steps_after_backward
def train_step(model, batch, loss_fn, optimizer):
    inputs, targets = batch
    model.train()
    model.zero_grad()
    loss = loss_fn(model(inputs), targets)
    loss.backward()
    rate = optimizer.param_groups[0].get("lr", 0.05)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter -= rate * parameter.grad
    return loss.item()
