import sys
import types

import torch
from common import draw_state, network, place, reference
from torch import nn

from grader.testing import assert_close, assert_equal, check, probe


@probe
def cloned(unit, state, x):
    """What the clone is made of, and what it gives."""
    net = network(state).eval()
    with place():
        clone = unit.clone_network(net)
    return {
        "classes": [(name, type(module).__name__) for name, module in clone.named_modules()],
        "state": dict(clone.state_dict()),
        "parameters": [name for name, _ in clone.named_parameters()],
        "y": clone(x),
        "original": dict(net.state_dict()),
    }


@probe
def one_changed(unit, weight, bias, x, amount, which):
    """Both outputs after the parameters of one of the two were changed in place."""
    net = nn.Sequential(nn.Linear(3, 2))
    net.load_state_dict({"0.weight": weight, "0.bias": bias})
    clone = unit.clone_network(net)
    with torch.no_grad():
        for parameter in (net if which == "the original" else clone).parameters():
            parameter.add_(amount)
    return {"the original": net(x), "the clone": clone(x)}


@probe
def one_normalises(unit, state, x, which):
    """The buffers of both after a batch went through one of them in training mode."""
    net = nn.BatchNorm1d(4)
    net.load_state_dict(state)
    clone = unit.clone_network(net)
    (net if which == "the original" else clone)(x)
    return {"the original": dict(net.named_buffers()), "the clone": dict(clone.named_buffers())}


@probe
def trained(unit, weight, bias, x, lr):
    """One step of SGD on the clone."""
    net = nn.Sequential(nn.Linear(3, 2))
    net.load_state_dict({"0.weight": weight, "0.bias": bias})
    clone = unit.clone_network(net)
    optimizer = torch.optim.SGD(clone.parameters(), lr=lr)
    clone(x).square().sum().backward()
    optimizer.step()
    return {"the original": [*net.parameters()], "the clone": [*clone.parameters()]}


@probe
def tied(unit, weight, other, x):
    """A layer at two places; in the clone, the one at the first place is changed."""
    shared = nn.Linear(3, 3, bias=False)
    net = nn.Sequential(shared, nn.Tanh(), shared)
    with torch.no_grad():
        shared.weight.copy_(weight)
    clone = unit.clone_network(net)
    y = clone(x)
    with torch.no_grad():
        clone[0].weight.copy_(other)
    return {"parameters": len([*clone.parameters()]), "y": y, "changed": clone(x)}


@probe
def flags(unit, state, training, frozen):
    """Each submodule's mode and each parameter's requires_grad, in the clone and afterwards."""
    net = network(state)
    for module, mode in zip(net.modules(), training, strict=True):
        module.training = mode
    for parameter, off in zip(net.parameters(), frozen, strict=True):
        parameter.requires_grad_(not off)
    clone = unit.clone_network(net)
    seen = {}
    for name, each in (("the clone", clone), ("the original", net)):
        modes = [module.training for module in each.modules()]
        seen[name] = modes, [not parameter.requires_grad for parameter in each.parameters()]
    return seen


@probe
def with_arguments(unit, factor, weight, x):
    """A class of one's own, with an argument and an attribute that is no tensor."""

    class Scaled(nn.Module):
        def __init__(self, inner, factor):
            super().__init__()
            self.inner, self.factor = inner, factor

        def forward(self, x):
            return self.factor * self.inner(x)

    # A module of its own, as if it had been imported: then it can be pickled too.
    home = types.ModuleType("networks")
    Scaled.__module__, Scaled.__qualname__, home.Scaled = "networks", "Scaled", Scaled
    sys.modules["networks"] = home
    try:
        net = Scaled(nn.Linear(3, 2, bias=False), factor)
        net.inner.load_state_dict({"weight": weight})
        clone = unit.clone_network(net)
    finally:
        del sys.modules["networks"]
    y = clone(x)
    with torch.no_grad():
        net.inner.weight.zero_()
    net.factor = 0.0
    return {"kind": type(clone).__name__, "y": y, "after": clone(x)}


def test_the_clone_equals_the_original(observe, draw):
    """The clone is not of the same build, or has not the same values, or computes other things."""
    state, x = draw_state(draw), draw.normal(5, 3)
    seen = observe(cloned, state=state, x=x)
    kinds = [
        ("", "Sequential"),
        ("0", "Linear"),
        ("1", "BatchNorm1d"),
        ("2", "ReLU"),
        ("3", "Linear"),
    ]
    assert_equal(seen["classes"], kinds, "the list of the clone's modules")
    assert_equal(seen["state"], state, "the clone's state_dict")
    names = ["0.weight", "0.bias", "1.weight", "1.bias", "3.weight", "3.bias"]
    assert_equal(seen["parameters"], names, "the list of the clone's parameters")
    assert_close(seen["y"], reference(state, x), "the clone's output")
    assert_equal(seen["original"], state, "the original's state_dict afterwards")


def test_parameters_are_its_own(observe, draw):
    """The clone shares its parameters with the original.

    `state_dict()` does not copy: its tensors are the network's own memory. A change in the one
    network is then a change in the other.
    """
    weight, bias, x = draw.normal(2, 3), draw.normal(2), draw.normal(4, 3)
    amount = draw.number(1, 2)
    before = x @ weight.T + bias
    changed = x @ (weight + amount).T + bias + amount
    for which, other in [("the original", "the clone"), ("the clone", "the original")]:
        seen = observe(one_changed, weight=weight, bias=bias, x=x, amount=amount, which=which)
        assert_close(seen[other], before, f"the output of {other} after {which} was changed")
        assert_close(seen[which], changed, f"the output of {which} after it was changed")


def test_buffers_are_its_own(observe, draw):
    """The clone shares its buffers with the original.

    A batch norm in training mode moves its running mean with every batch. In a clone, that is
    the clone's own running mean.
    """
    before = {
        "running_mean": draw.normal(4),
        "running_var": draw.uniform(4, low=0.5, high=2.0),
        "num_batches_tracked": torch.tensor(draw.integer(2, 900)),
    }
    state = {"weight": draw.normal(4), "bias": draw.normal(4), **before}
    x = draw.normal(6, 4, mean=2.0)
    moved = {
        "running_mean": 0.9 * before["running_mean"] + 0.1 * x.mean(0),
        "running_var": 0.9 * before["running_var"] + 0.1 * x.var(0),
        "num_batches_tracked": before["num_batches_tracked"] + 1,
    }
    for which, other in [("the original", "the clone"), ("the clone", "the original")]:
        seen = observe(one_normalises, state=state, x=x, which=which)
        assert_equal(seen[other], before, f"the buffers of {other} after a batch in {which}")
        assert_close(seen[which], moved, f"the buffers of {which} after a batch")


def test_the_clone_can_be_trained(observe, draw):
    """A training step on the clone does not change it, or changes the original."""
    weight, bias, x = draw.normal(2, 3), draw.normal(2), draw.normal(4, 3)
    lr = draw.number(0.01, 0.1)
    leaves = [weight.clone().requires_grad_(), bias.clone().requires_grad_()]
    (x @ leaves[0].T + leaves[1]).square().sum().backward()
    stepped = [leaf.detach() - lr * leaf.grad for leaf in leaves]
    seen = observe(trained, weight=weight, bias=bias, x=x, lr=lr)
    assert_equal(seen["the original"], [weight, bias], "the list of the original's parameters")
    assert_close(seen["the clone"], stepped, "the list of the clone's parameters after a step")


def test_shared_layers_stay_shared(observe, draw):
    """A layer that stands at two places has become two layers.

    Cloning piece by piece forgets which pieces are one and the same. A copy of the whole
    remembers what it has copied already.
    """
    weight, other, x = draw.normal(3, 3), draw.normal(3, 3), draw.normal(4, 3)
    seen = observe(tied, weight=weight, other=other, x=x)
    assert_close(seen["y"], torch.tanh(x @ weight.T) @ weight.T, "the clone's output")
    assert_equal(seen["parameters"], 1, "the number of parameters (one, shared)")
    expected = torch.tanh(x @ other.T) @ other.T
    assert_close(seen["changed"], expected, "the clone's output after the layer was changed")


def test_modes_and_frozen_parameters_stay(observe, draw):
    """The clone's submodules are in another mode, or other parameters of it are frozen."""
    state = draw_state(draw)
    training = [bool(mode) for mode in draw.integers(5, high=2)]
    frozen = [bool(off) for off in draw.integers(6, high=2)]
    for modes in (training, [not mode for mode in training]):
        seen = observe(flags, state=state, training=modes, frozen=frozen)
        for which in ("the clone", "the original"):
            assert_equal(seen[which][0], modes, f"the list of modes in {which}")
            assert_equal(seen[which][1], frozen, f"the list of what is frozen in {which}")
        frozen = [not off for off in frozen]


def test_any_class_can_be_cloned(observe, draw):
    """A network whose class takes arguments cannot be cloned, or loses what is no tensor.

    You do not know how the class is called up. Copy the object that is there.
    """
    factor, weight, x = draw.number(2, 3), draw.normal(2, 3), draw.normal(4, 3)
    seen = observe(with_arguments, factor=factor, weight=weight, x=x)
    check(seen["kind"] == "Scaled", f"The clone is a {seen['kind']}, not of the same class.")
    expected = factor * (x @ weight.T)
    assert_close(seen["y"], expected, "the clone's output")
    assert_close(seen["after"], expected, "the clone's output after the original was changed")
