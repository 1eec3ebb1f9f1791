import torch
from common import across, gradients, passed, registered
from torch import nn

from grader.testing import assert_close, assert_equal, check, probe


@probe
def in_a_network(unit, weight, bias, x):
    net = nn.Sequential(nn.Linear(weight.shape[1], weight.shape[0]), unit.CenteredLayer())
    net[0].weight.data.copy_(weight)
    net[0].bias.data.copy_(bias)
    return net(x)


def reference(x):
    return x - x.sum() / x.numel()


def test_mean_of_all_numbers(observe, draw):
    """The output is not the input minus the mean of all its numbers.

    The mean is a single number, taken over every dimension at once. A mean along one dimension is
    another thing: it takes a different number away from each row or each column.
    """
    for shape in [(4, 5), (3, 3), (2, 3, 4)]:
        x = draw.normal(*shape)
        seen = observe(passed, name="CenteredLayer", state={}, x=x)
        assert_close(seen["y"], reference(x), f"the output for an input of shape {shape}")


def test_any_shape(observe, draw):
    """An input of some shape does not work.

    The rule has nothing to do with how many dimensions there are: one, four, or a single number.
    """
    for shape in [(6,), (1,), (), (1, 1), (2, 2), (1, 7), (7, 1), (2, 3, 2, 3)]:
        x = draw.normal(*shape)
        seen = observe(passed, name="CenteredLayer", state={}, x=x)
        assert_close(seen["y"], reference(x), f"the output for an input of shape {shape}")
    x = draw.normal(2, 3, 4)
    y = observe(across, name="CenteredLayer", state={}, x=x)
    assert_close(y, reference(x), "the output for an input that does not lie in one piece")


def test_input_is_left_alone(observe, draw):
    """The layer changes its input.

    `x -= m` and `x.sub_(m)` write into the tensor that the caller still holds. Make a new one.
    """
    x = draw.normal(4, 5)
    seen = observe(passed, name="CenteredLayer", state={}, x=x)
    check(torch.is_tensor(seen["y"]), "The layer gives no tensor.")
    assert_equal(seen["x"], x, "the input after the call")


def test_registers_nothing(observe, draw):
    """The layer registers something.

    There is nothing here to learn and nothing to remember: the mean is computed anew at each call.
    """
    nothing = {"parameters": {}, "buffers": {}, "state": {}}
    for seen in observe(registered, name="CenteredLayer", x=draw.normal(3, 4)):
        assert_equal(seen, nothing, "what is registered")


def test_gradient_flows_through_the_mean(observe, draw):
    """The gradient at the input is not right.

    The mean depends on the input too. With `.item()`, `.data` or `detach()` it becomes a constant
    for PyTorch, and its part of the gradient is lost.
    """
    x, cotangent = draw.normal(4, 5), draw.normal(4, 5)
    seen = observe(gradients, name="CenteredLayer", state={}, x=x, cotangent=cotangent)
    # d/dx of sum(c · (x - mean(x))) is c - mean(c)
    assert_close(seen["x"], reference(cotangent), "the gradient at the input")


def test_works_in_a_network(observe, draw):
    """The layer does not work behind another layer in an `nn.Sequential`."""
    weight, bias = draw.linear_chain(5, 7)
    x = draw.normal(3, 5)
    y = observe(in_a_network, weight=weight, bias=bias, x=x)
    assert_close(y, reference(x @ weight.T + bias))


def test_evaluation_is_the_same(observe, draw):
    """The layer does something else in evaluation.

    The rule has no training mode: `net.eval()` changes nothing.
    """
    x = draw.normal(4, 5)
    seen = observe(passed, name="CenteredLayer", state={}, x=x, training=False)
    assert_close(seen["y"], reference(x), "the output in evaluation")


def test_float64(observe, draw):
    """An input in float64 does not give an output in float64."""
    x = draw.normal(4, 5, dtype=torch.float64)
    seen = observe(passed, name="CenteredLayer", state={}, x=x)
    assert_close(seen["y"], reference(x))
