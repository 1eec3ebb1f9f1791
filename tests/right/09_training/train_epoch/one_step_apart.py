# A function for one step; sizes and losses are kept in lists.
def one_step(model, batch, loss_fn, optimizer):
    model.train()
    optimizer.zero_grad()
    inputs, targets = batch
    loss = loss_fn(model(inputs), targets)
    loss.backward()
    optimizer.step()
    return loss.item()


def train_epoch(model, loader, loss_fn, optimizer):
    losses, sizes = [], []
    for batch in loader:
        losses.append(one_step(model, batch, loss_fn, optimizer))
        sizes.append(batch[0].size(0))
    return float(np.average(losses, weights=sizes))
