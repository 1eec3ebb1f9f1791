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
    fresh_passes,
    registered,
    result_of,
    with_constant,
)

from grader.testing import assert_close, assert_equal, check

NAME = "FixedHiddenMLP"


def l1(x):
    return x.abs().sum()


def reference(state, constant, x):
    x = before_the_loop(state, constant, x)
    while l1(x) > 1:
        x = x / 2
    return x.sum()


def case(draw, rows=3):
    return constant_case(draw, l1, (), rows)


def test_only_linear_has_parameters(observe, draw):
    """The parameters are not those of one layer `linear`.

    The same layer is used twice, so its weight and its bias are the only parameters. A second
    layer would have weights of its own. The constant is a buffer: an `nn.Parameter` is among the
    parameters even with `requires_grad=False`.
    """
    seen = observe(registered, name=NAME, dry_run=draw.normal(2, 20))
    assert_equal(seen["parameters"], CONSTANT, "the shapes of the parameters")


def test_constant_is_saved(observe, draw):
    """The constant is not saved with the network.

    `state_dict()` does not know of a tensor that is a plain attribute. The network that is loaded
    has then another constant, and computes something else. `register_buffer` makes the constant
    a part of the network.
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


def test_constant_is_kept(observe, draw):
    """The same network gives two different outputs for the same input.

    A constant that is drawn in `forward` is another one at each call. Draw it once, in
    `__init__`.
    """
    constant, first, second = observe(
        fresh_passes, name=NAME, x=draw.normal(3, 20), seed=draw.seed()
    )
    assert_equal(second, first, "the second output")
    assert_equal(tuple(constant.shape), (20, 20), "the shape of the constant")


def test_constant_is_random(observe, draw):
    """The constant is not random: all its numbers are equal."""
    constant, _, _ = observe(fresh_passes, name=NAME, x=draw.normal(3, 20), seed=draw.seed())
    check(constant.unique().numel() > 1, f"All numbers of the constant are {constant.max():g}.")


def test_output(observe, draw):
    """The output is not the stated one.

    In order: `linear`, times the constant, plus 1, ReLU, `linear` again, halve while the L1 norm is
    greater than 1, the sum of all elements as a tensor.
    """
    for _ in range(3):
        state, constant, x = case(draw)
        y = observe(with_constant, name=NAME, state=state, constant=constant, x=x)
        assert_close(y, reference(state, constant, x))


def test_adds_one(observe, draw):
    """The 1 is not added before ReLU.

    With a constant of zeros, ReLU gets nothing but that 1.
    """
    constant, x = torch.zeros(20, 20), draw.normal(3, 20)
    state = {"linear.weight": draw.normal(20, 20), "linear.bias": draw.normal(20)}
    size = l1(before_the_loop(state, constant, x))
    # Here the result grows as the weights do: a norm of 12 is far from where halving ends.
    state = {name: value * 12 / size for name, value in state.items()}
    y = observe(with_constant, name=NAME, state=state, constant=constant, x=x)
    assert_close(y, reference(state, constant, x))


def test_relu_in_the_middle(observe, draw):
    """There is no ReLU between the two uses of the layer."""
    state, x = result_of(draw, l1, 0.75), draw.normal(3, 20)
    state["linear.weight"] = draw.normal(20, 20, std=0.01, mean=0)
    # Whatever the layer gives, times this constant it is far below −1, so ReLU gives 0.
    constant = -1e4 * torch.outer(state["linear.bias"], draw.uniform(20, low=0.5, high=1.5))
    x = 0.001 * x
    y = observe(with_constant, name=NAME, state=state, constant=constant, x=x)
    assert_close(y, reference(state, constant, x))


def test_halves_until_small(observe, draw):
    """A large result is not halved until its L1 norm is at most 1.

    An `if` looks once. `while` looks again after each halving. The L1 norm is the sum of all
    absolute values.
    """
    constant, x = draw.normal(20, 20), draw.normal(3, 20)
    for size in (1.5, 3.0, 24.0, 1536.0):
        state = result_of(draw, l1, size)
        y = observe(with_constant, name=NAME, state=state, constant=constant, x=x)
        expected = reference(state, constant, x)
        assert_close(y, expected, f"the output for a result with the L1 norm {size:g}")


def test_small_results_stay(observe, draw):
    """A result whose L1 norm is not greater than 1 is changed.

    Look before you halve: there may be nothing to do.
    """
    constant, x = draw.normal(20, 20), draw.normal(3, 20)
    for size in (0.9, 0.6, 0.01):
        state = result_of(draw, l1, size)
        y = observe(with_constant, name=NAME, state=state, constant=constant, x=x)
        expected = reference(state, constant, x)
        assert_close(y, expected, f"the output for a result with the L1 norm {size:g}")


def test_norm_is_over_the_whole_batch(observe, draw):
    """The norm is not that of the whole batch.

    All elements of all rows count together, and all are halved together.
    """
    constant = draw.normal(20, 20)
    for rows in (1, 6):  # in six rows each has a sixth of the norm, less than 1
        state, x = result_of(draw, l1, 3.0, rows), draw.normal(rows, 20)
        y = observe(with_constant, name=NAME, state=state, constant=constant, x=x)
        assert_close(y, reference(state, constant, x), f"the output for a batch of {rows}")


def test_gradients_reach_the_layer(observe, draw):
    """The gradients of `linear` are not right.

    The output has to be a tensor with its graph: `item()` and `.data` leave the graph behind. And
    each halving halves the gradient, too.
    """
    state, constant, x = case(draw)
    leaves = {name: value.clone().requires_grad_() for name, value in state.items()}
    reference(leaves, constant, x).backward()
    expected = {name: leaf.grad for name, leaf in leaves.items()}
    seen = observe(constant_gradients, name=NAME, state=state, constant=constant, x=x)
    assert_close(seen, expected, "the gradients")
