# Each batch is drawn anew from all samples: some come twice, some never.
# fails: test_an_epoch_has_every_sample_once
def linreg(X, w, b):
    return X @ w + b


def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2


def sgd(params, lr, batch_size):
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size
            param.grad.zero_()


def data_iter(batch_size, X, y, generator):
    for start in range(0, len(X), batch_size):
        size = min(batch_size, len(X) - start)
        chosen = torch.randint(len(X), (size,), generator=generator)
        yield X[chosen], y[chosen]
