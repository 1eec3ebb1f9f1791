import torch
from torch import nn

from grader.testing import assert_close, assert_equal, probe


def layer_with(weight, bias):
    layer = nn.Linear(weight.shape[1], weight.shape[0]).to(weight.dtype)
    layer.weight.data.copy_(weight)
    layer.bias.data.copy_(bias)
    return layer


@probe
def filled(unit, weight, bias, value):
    """The layer after the call, and what it computes."""
    layer = layer_with(weight, bias)
    unit.set_first_row(layer, value)
    with torch.no_grad():
        at_zero = layer(torch.zeros(1, weight.shape[1], dtype=weight.dtype))[0]
        through = (layer(torch.eye(weight.shape[1], dtype=weight.dtype)) - at_zero).T
    return {"weight": layer.weight, "through": through, "at_zero": at_zero}


@probe
def trained(unit, weight, bias, value, batches, lr, momentum):
    """Steps of one optimizer, the call between the first and the second."""
    layer = layer_with(weight, bias)
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr, momentum=momentum)
    for step, (x, cotangent) in enumerate(batches):
        if step == 1:
            unit.set_first_row(layer, value)
        optimizer.zero_grad()
        (layer(x) * cotangent).sum().backward()
        optimizer.step()
    at_zero = layer(torch.zeros(1, weight.shape[1]))[0]
    return (layer(torch.eye(weight.shape[1])) - at_zero).T, at_zero


@probe
def state(unit, weight, bias, value, gradient, trainable):
    """What else there is to know of the weight."""
    layer = layer_with(weight, bias)
    layer.weight.requires_grad = trainable
    layer.weight.grad = gradient
    unit.set_first_row(layer, value)
    names = [name for name, _ in layer.named_parameters()]
    found = layer.weight
    return {
        "parameters": names,
        "requires_grad": found.requires_grad,
        "leaf": found.is_leaf,
        "grad": found.grad,
        "weight": found,
    }


def reference(weight, value):
    wanted = weight.clone()
    wanted[0] = value
    return wanted


def drawn(draw):
    outputs, inputs = draw.integer(3, 5), draw.integer(6, 8)
    return {"weight": draw.normal(outputs, inputs), "bias": draw.normal(outputs)}


def test_fills_the_first_row(observe, draw):
    """Row 0 of the weight does not hold the value everywhere.

    Row 0 is `weight[0]`: all the weights of the first output. A column, `weight[:, 0]`, is all
    the weights of the first input.
    """
    for value in (draw.number(20.0, 90.0), -draw.number(2.0, 9.0), 0, draw.integer(2, 9)):
        given = drawn(draw)
        seen = observe(filled, value=value, **given)
        wanted = reference(given["weight"], value)[0]
        assert_close(seen["weight"][0], wanted, "row 0 of the weight")
        assert_close(seen["through"][0], wanted, "what the layer multiplies by", atol=1e-4)


def test_writes_and_does_not_compare(observe, draw):
    """The weight is what it was before the call.

    `==` compares and throws the answer away, `=` writes. A well-known book prints two equals
    signs where it means one. A change of a copy, as `clone()` makes one, does not reach the layer
    either.
    """
    given, value = drawn(draw), draw.number(20.0, 90.0)
    seen = observe(filled, value=value, **given)
    assert_close(seen["weight"][0, 0].item(), value, "the first number of row 0", rtol=1e-5)


def test_leaves_the_rest_as_it_is(observe, draw):
    """Another row of the weight, or the bias, was changed.

    Only the weights of the first output are meant.
    """
    given, value = drawn(draw), draw.number(20.0, 90.0)
    seen = observe(filled, value=value, **given)
    wanted = given["weight"][1:]
    assert_close(seen["weight"][1:], wanted, "what is below row 0 of the weight")
    assert_close(seen["through"][1:], wanted, "what the layer multiplies by", atol=1e-4)
    assert_equal(seen["at_zero"], given["bias"], "the bias")


def test_the_optimizer_trains_on(observe, draw):
    """An optimizer that was made before the call does not train the weight any more.

    It holds on to the parameter object. A new parameter, or a plain tensor, in the place of the
    old one is unknown to it: it goes on changing a tensor that the layer does not use.
    """
    given, value = drawn(draw), draw.number(2.0, 9.0)
    outputs, inputs = given["weight"].shape
    lr, momentum = draw.number(0.02, 0.1), draw.number(0.5, 0.9)
    batches = [(draw.normal(4, inputs), draw.normal(4, outputs)) for _ in range(3)]
    weight, bias = given["weight"].clone(), given["bias"].clone()
    moving = [torch.zeros_like(weight), torch.zeros_like(bias)]
    for step, (x, cotangent) in enumerate(batches):
        if step == 1:
            weight[0] = value
        gradient = [cotangent.T @ x, cotangent.sum(0)]
        moving = [momentum * old + new for old, new in zip(moving, gradient, strict=True)]
        weight, bias = weight - lr * moving[0], bias - lr * moving[1]
    arguments = {"value": value, "batches": batches, "lr": lr, "momentum": momentum}
    seen = observe(trained, **given, **arguments)
    assert_close(seen, (weight, bias), "the weight and the bias after three steps", atol=1e-4)


def test_stays_a_leaf_parameter(observe, draw):
    """The weight is not a leaf parameter any more, or is not as trainable as it was.

    A parameter that is changed in place under `torch.no_grad()` stays what it is: registered, a
    leaf, frozen if it was frozen, with the gradient that it held.
    """
    for trainable in (True, False):
        given, value = drawn(draw), draw.number(2.0, 9.0)
        gradient = draw.normal(*given["weight"].shape)
        arguments = {"value": value, "gradient": gradient, "trainable": trainable}
        seen = observe(state, **given, **arguments)
        wanted = {
            "parameters": ["weight", "bias"],
            "requires_grad": trainable,
            "leaf": True,
            "grad": gradient,
            "weight": reference(given["weight"], value),
        }
        assert_close(seen, wanted, "what is known of the weight")


def test_one_row_and_float64(observe, draw):
    """A layer with one output, or one in float64, does not work."""
    weight = draw.normal(1, draw.integer(2, 6), dtype=torch.float64)
    bias, value = draw.normal(1, dtype=torch.float64), draw.number(2.0, 9.0)
    seen = observe(filled, weight=weight, bias=bias, value=value)
    wanted = reference(weight, value)
    assert_close(seen["weight"], wanted, "the weight")
    assert_close(seen["through"], wanted, "what the layer multiplies by")
