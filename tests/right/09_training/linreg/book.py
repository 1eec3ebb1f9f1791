# As the book writes it, with its order drawn from the generator.
def linreg(X, w, b):
    return torch.matmul(X, w) + b


def squared_loss(y_hat, y):
    return (y_hat - torch.reshape(y, y_hat.shape)) ** 2 / 2


@torch.no_grad()
def sgd(params, lr, batch_size):
    for param in params:
        param.sub_(param.grad, alpha=lr / batch_size)
        param.grad.fill_(0)


def data_iter(batch_size, X, y, generator):
    num_examples = len(X)
    indices = torch.argsort(torch.rand(num_examples, generator=generator))
    for i in range(0, num_examples, batch_size):
        j = indices[i : min(i + batch_size, num_examples)]
        yield X.index_select(0, j), torch.index_select(y, 0, j)
