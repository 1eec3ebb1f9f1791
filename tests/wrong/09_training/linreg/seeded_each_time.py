# The generator is seeded at each call: every epoch has the same order.
# fails: test_a_new_order_each_epoch
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
    generator.manual_seed(generator.initial_seed())
    order = torch.randperm(len(X), generator=generator)
    for chosen in order.split(batch_size):
        yield X[chosen], y[chosen]
