# Every piece in another way: mv and reshape, data and None, a list of indices.
def linreg(X, w, b):
    return torch.mv(X, w[:, 0]).reshape(-1, 1) + b


def squared_loss(y_hat, y):
    difference = y_hat - y.view(y_hat.size())
    return 0.5 * difference * difference


def sgd(params, lr, batch_size):
    for param in params:
        param.data = param.data - lr * param.grad.data / batch_size
        param.grad = None


def data_iter(batch_size, X, y, generator):
    indices = torch.randperm(X.size(0), generator=generator).tolist()
    batches = []
    while indices:
        chosen, indices = indices[:batch_size], indices[batch_size:]
        batches.append((X[chosen], y[chosen]))
    return batches
