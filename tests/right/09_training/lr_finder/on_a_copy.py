# A deep copy is trained; the model is never touched.
def lr_finder(model, loader, loss_fn, lrs):
    twin = copy.deepcopy(model).train()
    losses = []
    batches = iter(loader)
    for lr in lrs:
        try:
            batch = next(batches)
        except StopIteration:
            batches = iter(loader)
            batch = next(batches)
        descent = torch.optim.SGD(twin.parameters(), lr=lr)
        descent.zero_grad()
        loss = loss_fn(twin(batch[0]), batch[1])
        loss.backward()
        descent.step()
        losses.append(loss.item())
    return losses
