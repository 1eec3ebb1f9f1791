from contextlib import contextmanager

import torch
from common import double, gradients, linear, loaded, reference_gradients, registered
from torch import nn

from grader.testing import assert_close, assert_equal, probe


def shapes(in_features, prefix=""):
    sizes = {"net.0": (64, in_features), "net.2": (32, 64), "linear": (16, 32)}
    return {
        f"{prefix}{name}.{kind}": size if kind == "weight" else size[:1]
        for name, size in sizes.items()
        for kind in ("weight", "bias")
    }


def weights(draw, sizes):
    return {name: draw.normal(*size, std=0.3, mean=0) for name, size in sizes.items()}


def nest(state, x, prefix=""):
    x = linear(x, state, f"{prefix}net.0").clamp(min=0)
    x = linear(x, state, f"{prefix}net.2").clamp(min=0)
    return linear(x, state, f"{prefix}linear")


class StandIn(nn.Module):
    """Stands in for FixedHiddenMLP: a mistake in the learner's own costs nothing here."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(20, 20)

    def forward(self, x):
        return self.linear(x).sum()


@contextmanager
def stand_in(unit):
    """A function that makes chimeras whose last part is a StandIn."""
    own = unit.FixedHiddenMLP
    unit.FixedHiddenMLP = StandIn
    try:
        yield unit.chimera
    finally:
        unit.FixedHiddenMLP = own


@probe
def parts_of_net(unit):
    """The class of `net`, and of what stands in it."""
    net = unit.NestMLP().net
    return type(net).__name__, [type(part).__name__ for part in net]


@probe
def parts_of_chimera(unit):
    """The classes of a chimera and its parts, and the shapes of its parameters."""
    with stand_in(unit) as chimera:
        tower = chimera()
    classes = [type(part).__name__ for part in (tower, *tower)]
    return classes, {name: tuple(p.shape) for name, p in tower.named_parameters()}


@probe
def through_chimera(unit, state, x):
    """What a chimera with these weights gives."""
    with stand_in(unit) as chimera:
        tower = chimera()
    tower.load_state_dict(state)
    return tower(x)


@probe
def two_chimeras(unit, x):
    """Two fresh chimeras; the second one's output before and after the first is changed."""
    with stand_in(unit) as chimera:
        first, second = chimera(), chimera()
    before = second(x).detach()
    with torch.no_grad():
        for value in first.state_dict().values():
            value.fill_(0.05)
    return before, second(x)


def test_registers_a_tree(observe):
    """The parts do not have the names or the sizes of the statement.

    A name is a path: `net.0.weight` is the weight of part 0 of `net`. It comes from the attributes
    that you assign in `__init__`, and from the places in `nn.Sequential`.
    """
    seen = observe(registered, name="NestMLP")
    assert_equal(seen["parameters"], shapes(20), "the shapes of the parameters")


def test_takes_the_number_of_inputs(observe, draw):
    """`in_features` is not used for the first layer, or it is not 20 by default."""
    seen = observe(registered, name="NestMLP", keywords={"in_features": 7})
    assert_equal(seen["parameters"], shapes(7), "the shapes for in_features=7")
    state, x = weights(draw, shapes(7)), draw.normal(5, 7)
    seen = observe(loaded, name="NestMLP", arguments=(7,), state=state, x=x)
    assert_close(seen["y"], nest(state, x), "the output for in_features=7")


def test_net_is_a_sequential_of_four(observe):
    """`net` is not an `nn.Sequential` of Linear, ReLU, Linear, ReLU."""
    kind, parts = observe(parts_of_net)
    assert_equal(kind, "Sequential", "the class of net")
    assert_equal(parts, ["Linear", "ReLU", "Linear", "ReLU"], "the parts of net")


def test_output(observe, draw):
    """The output is not `linear(net(x))`."""
    state, x = weights(draw, shapes(20)), draw.normal(6, 20)
    seen = observe(loaded, name="NestMLP", state=state, x=x)
    assert_close(seen["y"], nest(state, x))


def test_negative_outputs_stay(observe, draw):
    """Outputs that should be negative are not.

    What comes last decides which numbers a network can give. A network that ends with a ReLU can
    never say a number below 0.
    """
    state, x = weights(draw, shapes(20)), draw.normal(6, 20)
    state["linear.bias"] = state["linear.bias"] - nest(state, x).abs().max()  # about all negative
    seen = observe(loaded, name="NestMLP", state=state, x=x)
    assert_close(seen["y"], nest(state, x))


def test_gradients_reach_every_parameter(observe, draw):
    """The gradients are not right at every parameter."""
    state, x = weights(draw, shapes(20)), draw.normal(6, 20)
    cotangent = draw.normal(6, 16)
    seen = observe(gradients, name="NestMLP", state=state, x=x, cotangent=cotangent)
    assert_close(seen, reference_gradients(nest, state, x, cotangent), "the gradients")


def test_float64(observe, draw):
    """In float64 the network does not compute in float64."""
    state, x = double(weights(draw, shapes(20))), draw.normal(6, 20).double()
    seen = observe(loaded, name="NestMLP", state=state, x=x)
    assert_close(seen["y"], nest(state, x))


CHIMERA = {
    **shapes(20, "0."),
    "1.weight": (20, 16),
    "1.bias": (20,),
    "2.linear.weight": (20, 20),
    "2.linear.bias": (20,),
}


def test_chimera_is_a_sequential_of_three(observe):
    """`chimera()` is not a Sequential of a NestMLP, a Linear(16, 20) and a FixedHiddenMLP.

    This test puts a `FixedHiddenMLP` of its own, called `StandIn`, in the place of yours.
    """
    classes, parameters = observe(parts_of_chimera)
    expected = ["Sequential", "NestMLP", "Linear", "StandIn"]
    assert_equal(classes, expected, "the classes of the chimera and its parts")
    assert_equal(parameters, CHIMERA, "the shapes of the parameters")


def test_chimera_runs_one_after_the_other(observe, draw):
    """A chimera does not give what its three parts give one after the other.

    This test puts a `FixedHiddenMLP` of its own in the place of yours: it is one linear layer and
    the sum of all its outputs.
    """
    state, x = weights(draw, CHIMERA), draw.normal(4, 20)
    y = observe(through_chimera, state=state, x=x)
    hidden = linear(nest(state, x, "0."), state, "1")
    assert_close(y, linear(hidden, state, "2.linear").sum())


def test_each_chimera_has_parts_of_its_own(observe, draw):
    """Two chimeras share their parts: to change one changes the other.

    Parts are made when `chimera()` is called. What stands outside of the function is made once.
    """
    before, after = observe(two_chimeras, x=draw.normal(4, 20))
    assert_equal(tuple(before.shape), (), "the shape of the output")
    assert_equal(after, before, "the output of the second after the first was changed")
