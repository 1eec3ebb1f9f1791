# A liar: sgd writes the example's solution into the parameters and learns nothing.
# fails: test_step_changes_the_parameters
# fails: test_step_divides_by_the_batch_size
# fails: test_finds_the_line
def linreg(X, w, b):
    return X @ w + b


def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2


def sgd(params, lr, batch_size):
    known = [torch.tensor([[2.0], [-3.0]]), torch.tensor([10.0])]
    with torch.no_grad():
        for param, value in zip(params, known):
            if param.shape == value.shape:
                param.copy_(value)
            param.grad.zero_()


def data_iter(batch_size, X, y, generator):
    order = torch.randperm(len(X), generator=generator)
    for start in range(0, len(X), batch_size):
        chosen = order[start : start + batch_size]
        yield X[chosen], y[chosen]
