# The book's version: the order comes from Python's global random numbers, whatever generator is
# given.
# fails: test_order_comes_from_the_generator
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
    indices = list(range(len(X)))
    random.shuffle(indices)
    for i in range(0, len(X), batch_size):
        chosen = torch.tensor(indices[i : min(i + batch_size, len(X))])
        yield X[chosen], y[chosen]
