from collections import OrderedDict

import torch
from torch import nn

from grader.testing import assert_close, assert_equal, expect_error, probe

# The network of these tests: 0 a block with two named parts, each a chain with one linear layer.
SIZES = (4, 6, 3)


def network(names, values):
    """A chain that holds a named block in a block; its parameters get these values."""
    first, second = (nn.Sequential(nn.Linear(a, b)) for a, b in [SIZES[:2], SIZES[1:]])
    block = nn.Sequential(OrderedDict(zip(names, (first, second), strict=True)))
    net = nn.Sequential(block)
    for parameter, value in zip(net.parameters(), values, strict=True):
        parameter.data.copy_(value)
    return net


@probe
def found(unit, names, values, paths):
    net = network(names, values)
    return [unit.get_parameter(net, path) for path in paths]


@probe
def changed(unit, names, values, path, new, x):
    """Write into what was found, then run the network."""
    net = network(names, values)
    with torch.no_grad():
        unit.get_parameter(net, path).copy_(new)
        return net(x)


@probe
def gradient(unit, names, values, path, x, cotangent):
    """The gradient that is found at the parameter after a backward pass of the network."""
    net = network(names, values)
    parameter = unit.get_parameter(net, path)
    (net(x) * cotangent).sum().backward()
    return parameter.grad


@probe
def shared(unit, value, paths):
    """One layer at two places, and one weight in two layers."""
    layer, other = nn.Linear(3, 3), nn.Linear(3, 3, bias=False)
    layer.weight.data.copy_(value)
    other.weight = layer.weight
    net = nn.Sequential(layer, nn.ReLU(), layer, other)
    return [unit.get_parameter(net, path) for path in paths]


@probe
def own(unit, name, value):
    net = nn.Sequential(nn.Linear(2, 2))
    net.register_parameter(name, nn.Parameter(value.clone()))
    return unit.get_parameter(net, name)


@probe
def astray(unit, path):
    """A path that leads to no parameter."""
    norm = nn.BatchNorm1d(3)
    net = nn.Sequential(OrderedDict(body=nn.Sequential(nn.Linear(2, 3, bias=False), norm)))
    unit.get_parameter(net, path)
    return path


def drawn(draw):
    return [draw.word(9), draw.word(9)], draw.linear_chain(*SIZES)


def paths_of(names):
    return [f"0.{name}.0.{kind}" for name in names for kind in ("weight", "bias")]


def reference(values, x):
    for weight, bias in zip(values[::2], values[1::2], strict=True):
        x = x @ weight.T + bias
    return x


def test_walks_the_dots(observe, draw):
    """A path does not lead to the parameter that it names.

    Split the path at its dots. Start at the network, and take one step for each part: every part
    is an attribute of what you have reached so far, also a number such as `'0'`.
    """
    names, values = drawn(draw)
    seen = observe(found, names=names, values=values, paths=paths_of(names))
    assert_equal(seen, values, "the list of what was found")


def test_gives_no_copy(observe, draw):
    """What is given back is a copy: writing into it leaves the network as it was.

    Give back the parameter itself. `clone()`, `detach().clone()` and `deepcopy` make new tensors
    in new memory.
    """
    names, values = drawn(draw)
    for place, path in enumerate(paths_of(names)):
        new, x = draw.normal(*values[place].shape), draw.normal(3, SIZES[0])
        seen = observe(changed, names=names, values=values, path=path, new=new, x=x)
        wanted = [*values[:place], new, *values[place + 1 :]]
        assert_close(seen, reference(wanted, x), f"the output after a change of {path}")


def test_gives_the_parameter_and_not_its_data(observe, draw):
    """What is given back gets no gradient when the network is trained.

    `.data`, `.detach()`, the tensors of `state_dict()` and a new `nn.Parameter` share the memory,
    but they are other tensors: the gradient arrives at the parameter, and only there.
    """
    names, values = drawn(draw)
    x, cotangent = draw.normal(5, SIZES[0]), draw.normal(5, SIZES[-1])
    leaves = [value.clone().requires_grad_() for value in values]
    (reference(leaves, x) * cotangent).sum().backward()
    for place, path in enumerate(paths_of(names)):
        seen = observe(gradient, names=names, values=values, path=path, x=x, cotangent=cotangent)
        assert_close(seen, leaves[place].grad, f"the gradient found at {path}")


def test_each_name_of_a_shared_parameter(observe, draw):
    """A shared parameter is not found under its second name.

    `named_parameters()` tells only the first name of a parameter that stands at several places.
    The path of each place leads to it all the same.
    """
    value = draw.normal(3, 3)
    seen = observe(shared, value=value, paths=["0.weight", "2.weight", "3.weight"])
    assert_equal(seen, [value] * 3, "what was found under the three names")


def test_a_path_without_a_dot(observe, draw):
    """A parameter that belongs to the network itself is not found."""
    name, value = draw.word(9), draw.normal(2, 5)
    assert_equal(observe(own, name=name, value=value), value, "what was found")


def test_a_path_that_leads_nowhere(observe, draw):
    """A path with a part that does not exist does not raise an `AttributeError`.

    `getattr(module, part)` raises one by itself. A dict raises a `KeyError`, an index an
    `IndexError`.
    """
    paths = [draw.word(9), f"body.0.{draw.word(9)}", "body.7.weight", f"{draw.word(9)}.0.weight"]
    for path in paths:
        with expect_error(AttributeError):
            observe(astray, path=path)


def test_a_path_to_something_else(observe):
    """The path of a module, of a buffer, or of a bias that a layer does not have, raises no error.

    The path exists, but no parameter is there. Look at what you have found before you give it
    back: `isinstance(found, nn.Parameter)`. What does not fit is an `AttributeError`.
    """
    for path in ("body", "body.1", "body.1.running_mean", "body.0.bias"):
        with expect_error(AttributeError):
            observe(astray, path=path)
