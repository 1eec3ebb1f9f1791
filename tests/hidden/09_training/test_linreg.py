import random

import torch

from grader.testing import assert_close, assert_equal, check, probe


@probe
def predictions(unit, X, w, b):
    return unit.linreg(X, w, b)


@probe
def losses(unit, y_hat, y):
    return unit.squared_loss(y_hat, y)


@probe
def step(unit, values, slopes, lr, batch_size):
    """One step; then each parameter's gradient of (parameter · slope).sum(), added up."""
    params = [value.clone().requires_grad_() for value in values]
    for param, slope in zip(params, slopes, strict=True):
        param.grad = slope.clone()
    unit.sgd(params, lr, batch_size)
    after = [param.detach().clone() for param in params]
    sum((p * slope).sum() for p, slope in zip(params, slopes, strict=True)).backward()
    return after, [param.grad for param in params]


@probe
def epochs(unit, X, y, batch_size, seed, elsewhere):
    """The batches of two epochs from one generator, and what PyTorch draws afterwards."""
    torch.manual_seed(elsewhere)
    random.seed(elsewhere)
    generator = torch.Generator().manual_seed(seed)
    both = [[(x, z) for x, z in unit.data_iter(batch_size, X, y, generator)] for _ in range(2)]
    return both, torch.rand(3)


@probe
def learn(unit, X, y, lr, rounds, seed):
    """Train a linear model from zero with the learner's four functions."""
    generator = torch.Generator().manual_seed(seed)
    w = torch.zeros(X.shape[1], 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for _ in range(rounds):
        for x, z in unit.data_iter(32, X, y, generator):
            unit.squared_loss(unit.linreg(x, w, b), z).sum().backward()
            unit.sgd([w, b], lr, len(x))
    return w, b


def numbered(draw, n):
    """Inputs and targets from which the number of a sample can be read."""
    numbers = torch.arange(n, dtype=torch.float32)
    return torch.stack([numbers, draw.normal(n)], dim=1), 2 * numbers + 1


def order(batches):
    return torch.cat([x[:, 0] for x, _ in batches]).tolist()


def test_predictions(observe, draw):
    """`linreg(X, w, b)` is not X w + b, a matrix product plus the bias."""
    for dtype in (torch.float32, torch.float64):
        X, w, b = (draw.normal(*shape, dtype=dtype) for shape in [(5, 3), (3, 1), (1,)])
        expected = (X[:, :, None] * w).sum(dim=1) + b
        assert_close(observe(predictions, X=X, w=w, b=b), expected, "the prediction")


def test_loss_of_each_element(observe, draw):
    """`squared_loss` is not ½ (ŷ − y)² for each element.

    No mean and no sum is taken here: `sgd` divides by the batch size later.
    """
    y_hat, y = draw.normal(6, 1), draw.normal(6, 1)
    assert_close(observe(losses, y_hat=y_hat, y=y), 0.5 * (y_hat - y) ** 2, "the loss")


def test_targets_are_reshaped(observe, draw):
    """Targets of shape [N] against predictions of shape [N, 1] do not give N losses.

    PyTorch broadcasts [N, 1] and [N] to an N × N matrix: every prediction minus every target. That
    raises no error, and the model then learns to predict the mean of all targets.
    """
    y_hat, y = draw.normal(6, 1), draw.normal(6)
    expected = 0.5 * (y_hat - y[:, None]) ** 2
    assert_close(observe(losses, y_hat=y_hat, y=y), expected, "the loss")
    expected = 0.5 * (y_hat[:, 0] - y) ** 2
    seen = observe(losses, y_hat=y_hat[:, 0], y=y[:, None])
    assert_close(seen, expected, "the loss for predictions [N] and targets [N, 1]")


def test_step_changes_the_parameters(observe, draw):
    """`sgd` does not change the parameters it is given as it should.

    The new values have to stand in the same tensors. `param = param - …` makes a new tensor under
    the old name, and the caller's stays as it was.
    """
    values = [draw.normal(3, 1), draw.normal(1)]
    slopes = [draw.normal(3, 1), draw.normal(1)]
    lr = draw.number(0.2, 0.9)
    after, _ = observe(step, values=values, slopes=slopes, lr=lr, batch_size=1)
    expected = [value - lr * slope for value, slope in zip(values, slopes, strict=True)]
    assert_close(after, expected, "the list of new parameters")


def test_step_divides_by_the_batch_size(observe, draw):
    """`sgd` does not divide the gradient by the batch size.

    The gradients are those of the sum over a batch. Without the division a batch twice as large
    would make steps twice as long.
    """
    values, slopes = [draw.normal(2, 1), draw.normal(1)], [draw.normal(2, 1), draw.normal(1)]
    for size in (4, 10):
        after, _ = observe(step, values=values, slopes=slopes, lr=0.5, batch_size=size)
        expected = [v - 0.5 * slope / size for v, slope in zip(values, slopes, strict=True)]
        assert_close(after, expected, f"the list of new parameters for batch_size={size}")


def test_step_clears_the_gradients(observe, draw):
    """After `sgd` the gradients are not zero.

    `backward()` adds to what stands in `.grad`. What is left over from one batch would be used
    again with the next.
    """
    values, slopes = [draw.normal(3, 1), draw.normal(1)], [draw.normal(3, 1), draw.normal(1)]
    _, after = observe(step, values=values, slopes=slopes, lr=0.3, batch_size=2)
    assert_close(after, slopes, "the list of gradients of the next backward()")


def test_an_epoch_has_every_sample_once(observe, draw):
    """An epoch of `data_iter` does not hold every sample exactly once."""
    X, y = numbered(draw, 24)
    (first, second), _ = observe(
        epochs, X=X, y=y, batch_size=5, seed=draw.seed(), elsewhere=draw.seed()
    )
    for batches in (first, second):
        assert_equal(sorted(order(batches)), [float(i) for i in range(24)], "the samples, sorted")


def test_the_last_batch_is_kept(observe, draw):
    """The batches do not have the right sizes.

    The last batch holds what is left over, be it a single sample.
    """
    for n, size, expected in [(11, 4, [4, 4, 3]), (7, 3, [3, 3, 1]), (6, 3, [3, 3]), (2, 5, [2])]:
        X, y = numbered(draw, n)
        (batches, _), _ = observe(epochs, X=X, y=y, batch_size=size, seed=1, elsewhere=1)
        what = f"the list of batch sizes for {n} samples and batch_size={size}"
        assert_equal([len(x) for x, _ in batches], expected, what)


def test_inputs_and_targets_stay_together(observe, draw):
    """A sample comes with another sample's target, or its values are changed."""
    X, y = numbered(draw, 20)
    for targets in (y, y[:, None]):
        (batches, _), _ = observe(
            epochs, X=X, y=targets, batch_size=6, seed=draw.seed(), elsewhere=draw.seed()
        )
        for x, z in batches:
            rows = x[:, 0].long().clamp(0, 19)
            assert_equal(x, X[rows], "the inputs of a batch")
            assert_equal(z, targets[rows], "the targets of a batch")


def test_a_new_order_each_epoch(observe, draw):
    """The order of the samples is not random, or it is the same in each epoch.

    Draw a new order from the generator at each call; seed the generator nowhere.
    """
    # Two random orders of 40 samples are the same with probability 1/40! < 1e-47.
    X, y = numbered(draw, 40)
    (first, second), _ = observe(
        epochs, X=X, y=y, batch_size=8, seed=draw.seed(), elsewhere=draw.seed()
    )
    check(order(first) != [float(i) for i in range(40)], "The samples come in their first order.")
    check(order(first) != order(second), "Two epochs have the same order.")


def test_order_comes_from_the_generator(observe, draw):
    """The order does not depend on the generator, and on nothing else.

    Whoever gives you a generator wants to repeat a run, and wants the other random numbers of
    PyTorch left alone. Hand it on: `generator=generator`.
    """
    X, y = numbered(draw, 40)
    seed, elsewhere, other = draw.seed(), draw.seed(), draw.seed()
    one, drawn = observe(epochs, X=X, y=y, batch_size=8, seed=seed, elsewhere=elsewhere)
    two, _ = observe(epochs, X=X, y=y, batch_size=8, seed=seed, elsewhere=other)
    three, _ = observe(epochs, X=X, y=y, batch_size=8, seed=other, elsewhere=elsewhere)
    orders = [[order(batches) for batches in both] for both in (one, two, three)]
    check(orders[0] == orders[1], "The same generator seed gives another order.")
    check(orders[0] != orders[2], "Another generator seed gives the same order.")
    expected = torch.rand(3, generator=torch.Generator().manual_seed(elsewhere))
    assert_equal(drawn, expected, "what torch.rand gives afterwards")


def test_finds_the_line(observe, draw):
    """The four functions together do not find the line behind the data.

    Each may look right on its own. The loop here calls `backward()` on the sum of a batch's losses
    and gives `sgd` the number of samples in it.
    """
    # No noise, and inputs within ±1.5: each step takes the error nearer to 0, for the largest
    # eigenvalue of a batch is at most 1 + 2 · 1.5² = 5.5 < 2 / lr. The smallest is near 0.75; to
    # miss the bound below it would have to be under 0.25 on average over 120 batches.
    w, b = torch.tensor([[2.0], [-3.0]]) + draw.normal(2, 1, std=0.3), 10 + draw.number(-1, 1)
    X = draw.uniform(250, 2, low=-1.5, high=1.5)
    y = (X @ w + b)[:, 0]
    came_w, came_b = observe(learn, X=X, y=y, lr=0.3, rounds=15, seed=draw.seed())
    assert_close(came_w, w, "w", atol=2e-3)
    assert_close(came_b, torch.tensor([b]), "b", atol=2e-3)
