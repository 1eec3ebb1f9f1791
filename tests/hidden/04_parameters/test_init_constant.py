import torch
from common import check_neighbours_stay, check_trains_on, filled
from torch import nn

from grader.testing import assert_close, assert_equal, probe

NAME = "init_constant"


@probe
def two_functions(unit, values, x):
    """Both functions are made before either is used."""
    first, second = (unit.init_constant(value) for value in values)
    one, other = nn.Linear(x.shape[1], 2), nn.Linear(x.shape[1], 2)
    other.apply(second)
    one.apply(first)
    return one(x), other(x)


@probe
def only_applied(unit, values, x, value):
    """Making a function changes nothing; applying it changes what it is applied to."""
    net = nn.Sequential(nn.Linear(3, 4), nn.Sequential(nn.Linear(4, 2)))
    for parameter, given in zip(net.parameters(), values, strict=True):
        parameter.data.copy_(given)
    init = unit.init_constant(value)
    with torch.no_grad():
        untouched = net(x)
        net[1].apply(init)
        return untouched, net(x)


def observed(observe, draw, value, bias, kind="plain"):
    """A layer after the call, and the weight that it should have."""
    inputs, outputs = draw.integer(4, 8), draw.integer(9, 14)
    if kind == "attention":
        outputs = inputs
    seen = observe(
        filled,
        name=NAME,
        inputs=inputs,
        outputs=outputs,
        seed=draw.seed(),
        value=value,
        bias=draw.normal(outputs) if bias else None,
        kind=kind,
    )
    return seen, torch.full((outputs, inputs), float(value))


def check_constant(observe, draw, value, bias, kind="plain"):
    seen, wanted = observed(observe, draw, value, bias, kind)
    assert_close(seen["weight"], wanted, "the weight")
    assert_close(seen["through"], wanted, "what the layer multiplies by")


def test_weights_become_the_value(observe, draw):
    """The weights of a linear layer do not become the value that was given.

    It may be any number: a negative one, 0, an int.
    """
    for value in (draw.number(0.1, 3.0), -draw.number(0.1, 3.0), 0, draw.integer(2, 9)):
        check_constant(observe, draw, value, bias=True)


def test_bias_is_0(observe, draw):
    """The bias of a linear layer does not become 0.

    The value is for the weights. The bias is 0, whatever it was before.
    """
    seen, weight = observed(observe, draw, draw.number(0.1, 3.0), bias=True)
    assert_equal(seen["at_zero"], torch.zeros(len(weight)), "what the layer adds")


def test_each_function_keeps_its_value(observe, draw):
    """A function that was made earlier uses the value of a later one.

    The value belongs to the function that was made with it. A global variable is shared by all of
    them; the variables of the function around it are not.
    """
    values, x = [draw.number(0.2, 1.0), draw.number(2.0, 3.0)], draw.normal(4, 3)
    wanted = tuple((value * x.sum(1, keepdim=True)).repeat(1, 2) for value in values)
    seen = observe(two_functions, values=values, x=x)
    assert_close(seen, wanted, "the outputs of the two layers")


def test_acts_when_it_is_applied(observe, draw):
    """It is not the applied function that fills the layers, and only those it is applied to."""
    values, x, value = draw.linear_chain(3, 4, 2), draw.normal(5, 3), draw.number(0.2, 1.0)
    hidden = x @ values[0].T + values[1]
    wanted = (
        hidden @ values[2].T + values[3],
        (value * hidden.sum(1, keepdim=True)).repeat(1, 2),
    )
    seen = observe(only_applied, values=values, x=x, value=value)
    assert_close(seen, wanted, "the outputs before and after")


def test_subclasses_of_linear(observe, draw):
    """A layer of a class that inherits from `nn.Linear` is passed by.

    `type(m) == nn.Linear` is true for that one class only, `isinstance(m, nn.Linear)` also for
    those made from it.
    """
    for kind in ("subclass", "attention"):
        check_constant(observe, draw, draw.number(0.1, 3.0), bias=True, kind=kind)


def test_without_a_bias(observe, draw):
    """A linear layer made with `bias=False` does not work.

    Its `bias` is `None`: look before you fill it.
    """
    check_constant(observe, draw, draw.number(0.1, 3.0), bias=False)


def test_other_modules_stay(observe, draw):
    """A module that is no linear layer was changed.

    Convolutions, norms and embeddings have a weight too, so ask what the module is.
    """
    check_neighbours_stay(observe, draw, NAME, value=draw.number(0.1, 3.0))


def test_in_place(observe, draw):
    """An optimizer that was made before the initialisation does not train the layer any more.

    The optimizer holds on to the parameter objects. Fill them; put no new ones in their place.
    """
    check_trains_on(observe, draw, NAME, value=draw.number(0.1, 3.0))
