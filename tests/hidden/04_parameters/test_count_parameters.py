from itertools import pairwise

import torch
from torch import nn

from grader.testing import assert_equal, probe


@probe
def of_a_chain(unit, sizes, flags, arguments):
    """The counts of linear layers, some of their parameters frozen, for each of the arguments."""
    net = nn.Sequential(*[nn.Linear(a, b) for a, b in pairwise(sizes)])
    for parameter, flag in zip(net.parameters(), flags, strict=True):
        parameter.requires_grad = flag
    return [unit.count_parameters(net, **keywords) for keywords in arguments]


@probe
def by_place(unit, inputs, outputs, flag):
    """The second argument given by its place."""
    layer = nn.Linear(inputs, outputs)
    layer.bias.requires_grad = False
    return unit.count_parameters(layer, flag)


@probe
def with_buffers(unit, channels):
    net = nn.Sequential(nn.Conv2d(2, channels, 3), nn.BatchNorm2d(channels))
    net.register_buffer("limits", torch.zeros(7))
    return unit.count_parameters(net)


@probe
def with_sharing(unit, width):
    """One layer at two places, and its weight in a third."""
    shared, other = nn.Linear(width, width), nn.Linear(width, width)
    other.weight = shared.weight
    net = nn.Sequential(shared, nn.ReLU(), shared, other)
    return [unit.count_parameters(net), unit.count_parameters(net, trainable_only=True)]


@probe
def with_equal_values(unit, width, value):
    net = nn.Sequential(nn.Linear(width, width), nn.Linear(width, width))
    for parameter in net.parameters():
        parameter.data.fill_(value)
    return unit.count_parameters(net)


@probe
def nested(unit, width):
    """Parameters of the network itself, and of modules that are no layers of PyTorch."""
    block = nn.Module()
    block.scale = nn.Parameter(torch.tensor(2.0))
    block.inner = nn.Sequential(nn.Linear(width, 2, bias=False))
    net = nn.Module()
    net.block = block
    net.table = nn.Parameter(torch.zeros(width, 1, 3))
    return unit.count_parameters(net)


@probe
def of_nothing(unit):
    return unit.count_parameters(nn.Sequential(nn.ReLU(), nn.Flatten()))


def sizes_of(draw):
    return [draw.integer(2, 4), draw.integer(5, 9), draw.integer(10, 14), draw.integer(1, 4)]


def numbers(sizes):
    """How many numbers each parameter of the chain holds."""
    pairs = pairwise(sizes)
    return [count for a, b in pairs for count in (a * b, b)]


def test_counts_the_numbers(observe, draw):
    """The count is not the number of numbers in all parameters.

    `p.numel()` is how many numbers a parameter holds. Add it up over all parameters; `len` would
    count the tensors.
    """
    sizes = sizes_of(draw)
    seen = observe(of_a_chain, sizes=sizes, flags=[True] * 6, arguments=[{}])
    assert_equal(seen, [sum(numbers(sizes))], "the list of counts")


def test_trainable_only(observe, draw):
    """With `trainable_only=True` it is not the trainable ones that are counted.

    A parameter can be trained if its `requires_grad` is `True`. Without the argument all of them
    count, frozen or not.
    """
    sizes, frozen = sizes_of(draw), draw.permutation(6)[:3].tolist()
    flags = [place not in frozen for place in range(6)]
    arguments = [{}, {"trainable_only": False}, {"trainable_only": True}]
    seen = observe(of_a_chain, sizes=sizes, flags=flags, arguments=arguments)
    counts = numbers(sizes)
    trainable = sum(count for count, flag in zip(counts, flags, strict=True) if flag)
    wanted = [sum(counts), sum(counts), trainable]
    assert_equal(seen, wanted, "the counts without it, with False and with True")


def test_the_second_argument_by_its_place(observe, draw):
    """`count_parameters(net, True)` does not count the trainable ones only."""
    inputs, outputs = draw.integer(2, 6), draw.integer(7, 12)
    arguments = {"inputs": inputs, "outputs": outputs}
    assert_equal(observe(by_place, flag=True, **arguments), inputs * outputs, "the count")
    assert_equal(observe(by_place, flag=False, **arguments), (inputs + 1) * outputs, "the count")


def test_buffers_do_not_count(observe, draw):
    """Buffers are counted.

    `state_dict()` lists what is saved, and that is more than what is learnt: a batch norm's
    running mean and variance, and its counter of batches, are in there too.
    """
    channels = draw.integer(3, 9)
    wanted = channels * 2 * 9 + channels + 2 * channels
    assert_equal(observe(with_buffers, channels=channels), wanted, "the count")


def test_a_shared_parameter_counts_once(observe, draw):
    """A parameter that is shared counts more than once.

    It is in memory once and has one gradient. `parameters()` gives it once; `state_dict()`, and
    a loop over the layers, give it at each of its places.
    """
    width = draw.integer(3, 9)
    once = width * width + 2 * width
    assert_equal(observe(with_sharing, width=width), [once, once], "the list of counts")


def test_equal_values_are_not_sharing(observe, draw):
    """Two parameters that hold equal numbers are counted as one.

    After the first training step they differ. Only one and the same object is shared.
    """
    width, value = draw.integer(3, 9), draw.number(0.1, 2.0)
    seen = observe(with_equal_values, width=width, value=value)
    assert_equal(seen, 2 * (width * width + width), "the count")


def test_finds_parameters_at_every_depth(observe, draw):
    """Parameters of the network itself, or of a module deep inside, are missing.

    Any module may own a parameter, not only linear layers and not only under the name weight.
    A parameter of shape `()` is one number.
    """
    width = draw.integer(3, 9)
    assert_equal(observe(nested, width=width), 1 + 2 * width + 3 * width, "the count")


def test_nothing_to_learn_is_0(observe):
    """A network without parameters does not give 0."""
    assert_equal(observe(of_nothing), 0, "the count")
