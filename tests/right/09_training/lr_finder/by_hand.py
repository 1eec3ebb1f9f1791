# Steps by hand; parameters and buffers are copied back one by one in a finally clause.
def lr_finder(model, loader, loss_fn, lrs):
    tensors = list(model.parameters()) + list(model.buffers())
    saved = [t.detach().clone() for t in tensors]
    modes = {m: m.training for m in model.modules()}
    results = []
    try:
        model.train()
        cycle = itertools.cycle(loader)
        for lr in list(lrs):
            x, y = next(cycle)
            loss = loss_fn(model(x), y)
            grads = torch.autograd.grad(loss, list(model.parameters()))
            for p, g in zip(model.parameters(), grads):
                p.data -= lr * g
            results.append(float(loss))
    finally:
        for t, old in zip(tensors, saved):
            t.data.copy_(old)
        for m, mode in modes.items():
            m.training = mode
    return results
