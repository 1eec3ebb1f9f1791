import torch
from common import gradients, loaded, reference_gradients, registered
from torch import nn

from grader.testing import assert_close, assert_equal, check, probe


def shapes(width, depth):
    return {
        f"layers.{i}.{name}": shape
        for i in range(depth)
        for name, shape in [("weight", (width, width)), ("bias", (width,))]
    }


def reference(depth):
    def compute(state, x):
        for i in range(depth):
            weight, bias = state[f"layers.{i}.weight"], state[f"layers.{i}.bias"]
            x = x + (x @ weight.T + bias).clamp(min=0)
        return x

    return compute


@probe
def kind_of_layers(unit):
    net = unit.ResidualStack(3, 2)
    return isinstance(net.layers, nn.ModuleList), [type(layer).__name__ for layer in net.layers]


@probe
def identity(unit, x):
    net = unit.ResidualStack(x.shape[-1], 0)
    return net(x), len(list(net.parameters()))


@probe
def input_gradient(unit, state, x, depth):
    net = unit.ResidualStack(x.shape[-1], depth)
    net.load_state_dict(state, strict=True)
    x = x.clone().requires_grad_()
    net(x).sum().backward()
    return x.grad


def test_layers_are_registered(observe):
    """The layers are not registered in an `nn.ModuleList` named `layers`.

    A plain Python list keeps layers, but PyTorch does not look inside it: their parameters are
    not trained, saved or moved.
    """
    is_list, kinds = observe(kind_of_layers)
    check(is_list, "`layers` is not an nn.ModuleList.")
    assert_equal(kinds, ["Linear", "Linear"], "the kinds of the layers")
    for width, depth in [(4, 3), (2, 1)]:
        seen = observe(registered, name="ResidualStack", arguments=(width, depth))
        assert_equal(seen["state"], shapes(width, depth), "the shapes in the state_dict")


def test_each_layer_has_its_own_weights(observe, draw):
    """One layer is used at every depth.

    `[layer] * depth` is the same object `depth` times, with one weight. Make a new `nn.Linear` in
    each turn of the loop.
    """
    seen = observe(registered, name="ResidualStack", arguments=(4, 3))
    assert_equal(len(seen["parameters"]), 6, "the number of parameter tensors for depth 3")
    state, x = draw.like(shapes(4, 3)), draw.normal(8, 4)
    y = observe(loaded, name="ResidualStack", state=state, x=x, arguments=(4, 3))["y"]
    assert_close(y, reference(3)(state, x), "the output with different weights in each layer")


def test_output(observe, draw):
    """The output is not x + relu(layer(x)), layer after layer."""
    for depth in (1, 2, 4):
        state, x = draw.like(shapes(3, depth)), draw.normal(16, 3)
        y = observe(loaded, name="ResidualStack", state=state, x=x, arguments=(3, depth))["y"]
        assert_close(y, reference(depth)(state, x), f"the output for depth {depth}")


def test_the_input_is_added(observe, draw):
    """The input of a layer is not added to what it gives.

    Where ReLU gives 0, `x + relu(layer(x))` is x itself. That is the direct way past the layer.
    """
    state = {
        name: value - 100 if name.endswith("bias") else value
        for name, value in draw.like(shapes(3, 2)).items()
    }
    x = draw.normal(5, 3)
    y = observe(loaded, name="ResidualStack", state=state, x=x, arguments=(3, 2))["y"]
    assert_close(y, x, "the output where every ReLU gives 0")


def test_depth_zero_is_the_identity(observe, draw):
    """`ResidualStack(width, 0)` does not give its input back."""
    x = draw.normal(2, 3)
    y, parameters = observe(identity, x=x)
    assert_equal(y, x, "the output")
    assert_equal(parameters, 0, "the number of parameters")


def test_the_input_is_left_as_it_is(observe, draw):
    """The tensor that was given in has been changed.

    `x += y` on a tensor writes into the tensor that the caller still holds. `x = x + y` makes a
    new one.
    """
    state, x = draw.like(shapes(3, 2)), draw.normal(16, 3)
    seen = observe(loaded, name="ResidualStack", state=state, x=x, arguments=(3, 2))
    assert_equal(seen["x"], x, "the input afterwards")


def test_gradients(observe, draw):
    """The gradients of the parameters, or of the input, are not right."""
    state, x, cotangent = draw.like(shapes(3, 3)), draw.normal(16, 3), draw.normal(16, 3)
    seen = observe(
        gradients, name="ResidualStack", state=state, x=x, cotangent=cotangent, arguments=(3, 3)
    )
    assert_close(seen, reference_gradients(reference(3), state, x, cotangent), "the gradients")
    leaf = x.clone().requires_grad_()
    reference(3)(state, leaf).sum().backward()
    seen = observe(input_gradient, state=state, x=x, depth=3)
    assert_close(seen, leaf.grad, "the gradient of the input")


def test_leading_dimensions(observe, draw):
    """An input with more than one leading dimension, or none, does not work."""
    state = draw.like(shapes(3, 2))
    for shape in [(3,), (1, 3), (0, 3), (2, 4, 3)]:
        x = draw.normal(*shape)
        y = observe(loaded, name="ResidualStack", state=state, x=x, arguments=(3, 2))["y"]
        assert_close(y, reference(2)(state, x), f"the output for an input of shape {shape}")


def test_float64(observe, draw):
    """A stack in float64 does not compute in float64."""
    state = {name: value.double() for name, value in draw.like(shapes(3, 2)).items()}
    x = draw.normal(16, 3, dtype=torch.float64)
    y = observe(loaded, name="ResidualStack", state=state, x=x, arguments=(3, 2))["y"]
    assert_close(y, reference(2)(state, x))
