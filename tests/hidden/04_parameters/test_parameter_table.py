from itertools import pairwise

import torch
from torch import nn

from grader.testing import assert_equal, probe


def chain(sizes):
    return nn.Sequential(*[nn.Linear(a, b) for a, b in pairwise(sizes)])


def rows(table):
    return [tuple(row) for row in table]


@probe
def of_a_chain(unit, sizes, flags):
    """The table of linear layers, some of their parameters frozen."""
    net = chain(sizes)
    for parameter, flag in zip(net.parameters(), flags, strict=True):
        parameter.requires_grad = flag
    return rows(unit.parameter_table(net))


@probe
def as_it_came(unit, sizes):
    return unit.parameter_table(chain(sizes))


@probe
def with_buffers(unit, width):
    net = nn.Sequential(nn.Linear(2, width), nn.BatchNorm1d(width), nn.ReLU())
    net.register_buffer("limits", torch.zeros(2))
    return rows(unit.parameter_table(net))


@probe
def with_sharing(unit, width):
    """One layer at two places, and one tensor in two layers."""
    shared, other = nn.Linear(width, width), nn.Linear(width, width, bias=False)
    other.weight = shared.weight
    return rows(unit.parameter_table(nn.Sequential(shared, nn.ReLU(), shared, other)))


@probe
def nested(unit, name, inner, width):
    """Parameters of the network itself, of a block in it, and deep in that block."""
    block = nn.Sequential(nn.Sequential(nn.Linear(width, 2)))
    block.register_parameter(inner, nn.Parameter(torch.zeros(width, 1, 3)))
    net = nn.Module()
    net.add_module("block", block)
    net.register_parameter(name, nn.Parameter(torch.tensor(1.0)))
    return rows(unit.parameter_table(net))


@probe
def of_nothing(unit):
    return list(unit.parameter_table(nn.Sequential(nn.ReLU(), nn.Flatten())))


def reference(sizes, flags):
    table = []
    for place, (a, b) in enumerate(pairwise(sizes)):
        table += [(f"{place}.weight", (b, a)), (f"{place}.bias", (b,))]
    return [(*row, flag) for row, flag in zip(table, flags, strict=True)]


def sizes_of(draw):
    return [draw.integer(2, 4), draw.integer(5, 9), draw.integer(10, 14), draw.integer(1, 4)]


def test_lists_every_parameter(observe, draw):
    """The table does not list the names and the shapes of the parameters, in their order.

    `net.named_parameters()` goes through all of them, and gives a name and the parameter each
    time.
    """
    sizes = sizes_of(draw)
    seen = observe(of_a_chain, sizes=sizes, flags=[True] * 6)
    wanted = [row[:2] for row in reference(sizes, [True] * 6)]
    assert_equal([row[:2] for row in seen], wanted, "the names and shapes in the table")


def test_says_which_can_be_trained(observe, draw):
    """The third place of a row does not say whether the parameter can be trained.

    `requires_grad` says it. `.grad` does not: it is `None` before the first backward pass, for
    every parameter. And what `state_dict()` gives has lost the flag.
    """
    sizes, frozen = sizes_of(draw), draw.permutation(6)[:3].tolist()
    flags = [place not in frozen for place in range(6)]
    for these in (flags, [not flag for flag in flags]):
        seen = observe(of_a_chain, sizes=sizes, flags=these)
        wanted = [row[2] for row in reference(sizes, these)]
        assert_equal([row[2] for row in seen], wanted, "the third places of the rows")


def test_leaves_buffers_out(observe, draw):
    """A buffer stands in the table.

    Buffers, such as a batch norm's running mean, are saved with the network but not learnt.
    `state_dict()` lists both kinds, `named_parameters()` only what is learnt.
    """
    width = draw.integer(3, 9)
    names = ["0.weight", "0.bias", "1.weight", "1.bias"]
    seen = observe(with_buffers, width=width)
    assert_equal([row[0] for row in seen], names, "the names in the table")


def test_lists_a_shared_parameter_once(observe, draw):
    """A parameter that is shared does not stand in the table exactly once, under its first name.

    It is one parameter, however many layers hold it: it has one gradient and takes one step.
    """
    width = draw.integer(3, 9)
    wanted = [("0.weight", (width, width), True), ("0.bias", (width,), True)]
    assert_equal(observe(with_sharing, width=width), wanted, "the table")


def test_finds_parameters_at_every_depth(observe, draw):
    """Parameters of the network itself, or of a block deep inside, are missing.

    A parameter may belong to any module: to the network, to a block, to a layer in a block in a
    block. It need not be called weight or bias.
    """
    name, inner, width = draw.word(9), draw.word(9), draw.integer(3, 9)
    wanted = [
        (name, (), True),
        (f"block.{inner}", (width, 1, 3), True),
        ("block.0.0.weight", (2, width), True),
        ("block.0.0.bias", (2,), True),
    ]
    assert_equal(observe(nested, name=name, inner=inner, width=width), wanted, "the table")


def test_is_a_list_of_tuples(observe, draw):
    """The table is not a list of tuples (name, shape, trainable).

    The name is a str, the shape a tuple of ints (a `torch.Size` is one), the third a bool.
    """
    sizes = sizes_of(draw)
    wanted = reference(sizes, [True] * 6)
    assert_equal(observe(as_it_came, sizes=sizes), wanted, "the table")


def test_without_parameters_it_is_empty(observe):
    """The table of a network without parameters is not empty."""
    assert_equal(observe(of_nothing), [], "the table")
