import torch
from common import (
    CONSTANT,
    before_the_loop,
    constant_after_training,
    constant_case,
    constant_gradients,
    constant_moved,
    constant_saved,
    double,
    registered,
    result_of,
    with_constant,
)

from grader.testing import assert_close, assert_equal

NAME = "FancyMLP"


def l2(x):
    return x.square().sum().sqrt()


def finish(x):
    while l2(x) > 1:
        x = x / 2
    if l2(x) < 0.8:
        x = x * 10
    return x.sum()


def reference(state, constant, x):
    return finish(before_the_loop(state, constant, x))


def case(draw):
    """Weights, a constant and an input for which every step of the network matters."""
    while True:
        state, constant, x = constant_case(draw, l2, (0.8,))
        size = l2(before_the_loop(state, constant, x))
        if size > 1 and 0.5 < size * 0.5 ** size.log2().ceil() < 0.8:
            return state, constant, x


def of_size(observe, draw, size, rows=3):
    """What the network makes of a result of this L2 norm, and what it should make of it."""
    state, x = result_of(draw, l2, size, rows), draw.normal(rows, 20)
    constant = draw.normal(20, 20)
    y = observe(with_constant, name=NAME, state=state, constant=constant, x=x)
    return y, reference(state, constant, x)


def test_only_linear_has_parameters(observe, draw):
    """The parameters are not those of one layer `linear`.

    The same layer is used twice, so its weight and its bias are the only parameters. The constant
    is a buffer: an `nn.Parameter` is among the parameters even with `requires_grad=False`.
    """
    seen = observe(registered, name=NAME, dry_run=draw.normal(2, 20))
    assert_equal(seen["parameters"], CONSTANT, "the shapes of the parameters")


def test_constant_is_saved(observe, draw):
    """The constant is not saved with the network.

    `state_dict()` does not know of a tensor that is a plain attribute. `register_buffer` makes the
    constant a part of the network.
    """
    state, constant, x = case(draw)
    seen = observe(registered, name=NAME, dry_run=x)
    expected = {**CONSTANT, "rand_weight": (20, 20)}
    assert_equal(seen["state"], expected, "the shapes in the state_dict")
    y = observe(constant_saved, name=NAME, state=state, constant=constant, x=x)
    assert_close(y, reference(state, constant, x), "the output of the network that was loaded")


def test_constant_moves_with_the_network(observe, draw):
    """`net.to(...)` leaves the constant behind.

    `to` moves parameters and buffers to another device or dtype. A plain attribute stays where
    it is, and does not fit any more.
    """
    state, constant, x = case(draw)
    y = observe(constant_moved, name=NAME, state=state, constant=constant, x=x.double())
    assert_close(y, reference(double(state), constant.double(), x.double()))


def test_constant_is_not_trained(observe, draw):
    """The constant changes in training.

    An optimizer changes what is in `net.parameters()`. A buffer is not among them.
    """
    state, constant, x = case(draw)
    seen = observe(constant_after_training, name=NAME, state=state, constant=constant, x=x, lr=0.5)
    assert_equal(seen, constant, "the constant after three steps")


def test_output(observe, draw):
    """The output is not the stated one.

    In order: `linear`, times the constant, plus 1, ReLU, `linear` again, halve while the L2 norm is
    greater than 1, times 10 if it is then less than 0.8, the sum of all elements as a tensor.
    """
    for _ in range(3):
        state, constant, x = case(draw)
        y = observe(with_constant, name=NAME, state=state, constant=constant, x=x)
        assert_close(y, reference(state, constant, x))


def test_adds_one_then_relu(observe, draw):
    """Between the two uses of the layer there is not `relu(... + 1)`.

    First with a constant of zeros, so that ReLU gets nothing but the 1; then with a constant that
    makes everything far below −1, so that ReLU gives 0.
    """
    x = draw.normal(3, 20)
    state = {"linear.weight": draw.normal(20, 20), "linear.bias": draw.normal(20)}
    size = l2(before_the_loop(state, torch.zeros(20, 20), x))
    # Here the result grows as the weights do: a norm of 7 ends at 0.875, far from every limit.
    state = {name: value * 7 / size for name, value in state.items()}
    constant = torch.zeros(20, 20)
    y = observe(with_constant, name=NAME, state=state, constant=constant, x=x)
    assert_close(y, reference(state, constant, x), "the output with a constant of zeros")

    state = result_of(draw, l2, 0.9)
    state["linear.weight"] = draw.normal(20, 20, std=0.01, mean=0)
    constant = -1e4 * torch.outer(state["linear.bias"], draw.uniform(20, low=0.5, high=1.5))
    x = 0.001 * x
    y = observe(with_constant, name=NAME, state=state, constant=constant, x=x)
    assert_close(y, reference(state, constant, x), "the output where ReLU gives 0")


def test_halves_until_small(observe, draw):
    """A large result is not halved until its L2 norm is at most 1.

    An `if` looks once. `while` looks again after each halving. The L2 norm is the square root of
    the sum of all squares.
    """
    for size in (1.75, 3.5, 28.0, 1792.0):  # each ends at 0.875: too large for the times 10
        y, expected = of_size(observe, draw, size)
        assert_close(y, expected, f"the output for a result with the L2 norm {size:g}")


def test_small_results_grow(observe, draw):
    """A result whose L2 norm is less than 0.8 is not multiplied by 10, once.

    It happens after the loop, to results that were halved and to those that were small before. It
    is an `if`: after it nothing looks again.
    """
    for size in (0.75, 0.05, 0.002, 1.2, 5.0):
        y, expected = of_size(observe, draw, size)
        assert_close(y, expected, f"the output for a result with the L2 norm {size:g}")


def test_middle_results_stay(observe, draw):
    """A result whose L2 norm is between 0.8 and 1 is changed.

    It is small enough for the loop and large enough for the `if`.
    """
    for size in (0.82, 0.9, 0.98):
        y, expected = of_size(observe, draw, size)
        assert_close(y, expected, f"the output for a result with the L2 norm {size:g}")


def test_norm_is_over_the_whole_batch(observe, draw):
    """The norm is not that of the whole batch.

    The squares of all elements of all rows are added up, and all rows are halved together.
    """
    for rows in (1, 6):  # in six rows each has a norm of 1.75 / √6 = 0.71, less than 1
        y, expected = of_size(observe, draw, 1.75, rows)
        assert_close(y, expected, f"the output for a batch of {rows}")


def test_gradients_reach_the_layer(observe, draw):
    """The gradients of `linear` are not right.

    The output has to be a tensor with its graph: `item()` and `.data` leave the graph behind. Each
    halving halves the gradient, too, and the times 10 multiplies it.
    """
    state, constant, x = case(draw)
    leaves = {name: value.clone().requires_grad_() for name, value in state.items()}
    reference(leaves, constant, x).backward()
    expected = {name: leaf.grad for name, leaf in leaves.items()}
    seen = observe(constant_gradients, name=NAME, state=state, constant=constant, x=x)
    assert_close(seen, expected, "the gradients")
