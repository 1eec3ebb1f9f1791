from collections import OrderedDict
from itertools import pairwise

import torch
from torch import nn

from grader.testing import assert_close, assert_equal, probe

# Three linear layers: a block with two of them, and one more beside it.
SIZES = (4, 5, 6, 3)


def network(names, values, frozen=()):
    """A chain {outer: {first, second}, last}; `frozen` holds places of parameters."""
    outer, first, second, last = names
    layers = [nn.Linear(a, b) for a, b in pairwise(SIZES)]
    block = nn.Sequential(OrderedDict([(first, layers[0]), (second, layers[1])]))
    net = nn.Sequential(OrderedDict([(outer, block), (last, layers[2])]))
    held = list(net.parameters())
    for place, (parameter, value) in enumerate(zip(held, values, strict=True)):
        parameter.data.copy_(value)
        parameter.requires_grad = place not in frozen
    return net, held


@probe
def gradients(unit, names, values, frozen, prefixes, x, cotangent):
    """What each call says, and the gradients that arrive after the calls."""
    net, held = network(names, values, frozen)
    counts = [unit.freeze(net, prefix) for prefix in prefixes]
    y = net(x)
    if y.requires_grad:
        (y * cotangent).sum().backward()
    return counts, [parameter.grad for parameter in held]


@probe
def stepped(unit, names, values, prefix, x, lr):
    """The parameters after one step of an optimizer that knows them all, with weight decay."""
    net, held = network(names, values)
    unit.freeze(net, prefix)
    optimizer = torch.optim.SGD(held, lr=lr, weight_decay=0.1)
    net(x).sum().backward()
    optimizer.step()
    return held, net(x)


@probe
def shared(unit, prefixes, value, x):
    """A shared layer at the places 0 and 2, behind it one that shares its weight alone."""
    layer, other = nn.Linear(3, 3), nn.Linear(3, 3)
    layer.weight.data.copy_(value)
    other.weight = layer.weight
    net = nn.Sequential(layer, nn.Identity(), layer, other)
    held = [layer.weight, layer.bias, other.bias]
    counts = [unit.freeze(net, prefix) for prefix in prefixes]
    y = net(x)
    if y.requires_grad:
        y.sum().backward()
    return counts, [parameter.grad is None for parameter in held]


def drawn(draw):
    values = draw.linear_chain(*SIZES)
    return values, {"x": draw.normal(5, 4), "cotangent": draw.normal(5, 3)}


def reference(values, frozen, x, cotangent):
    """The gradients with the parameters at these places frozen."""
    leaves = [value.clone().requires_grad_() for value in values]
    for weight, bias in zip(leaves[::2], leaves[1::2], strict=True):
        x = x @ weight.T + bias
    (x * cotangent).sum().backward()
    return [None if place in frozen else leaf.grad for place, leaf in enumerate(leaves)]


def test_freezes_what_is_under_the_prefix(observe, draw):
    """The parameters under the prefix still get a gradient, or others have lost theirs.

    Freezing a parameter means `parameter.requires_grad = False`. A module has no such switch:
    setting the attribute there changes nothing. And only what is under the prefix is frozen.
    """
    values, rest = drawn(draw)
    outer, first, second, last = names = [draw.word(9) for _ in range(4)]
    for prefix, off in [
        (outer, [0, 1, 2, 3]),
        (f"{outer}.{first}", [0, 1]),
        (f"{outer}.{second}", [2, 3]),
        (last, [4, 5]),
    ]:
        counts, seen = observe(
            gradients, names=names, values=values, frozen=[], prefixes=[prefix], **rest
        )
        assert_close(seen, reference(values, off, **rest), "the list of gradients")
        assert_equal(counts, [len(off)], "the list of what the calls gave")


def test_the_name_goes_on_to_a_dot(observe, draw):
    """A prefix such as 'conv' also freezes 'conv2'.

    `name.startswith(prefix)` compares letters. What you want to compare are whole parts of the
    name: after the prefix there has to be a dot.
    """
    values, rest = drawn(draw)
    word = draw.word(9)
    names = [word, word + "2", word, word + "_out"]
    for prefix, off in [(word, [0, 1, 2, 3]), (f"{word}.{word}", [2, 3])]:
        counts, seen = observe(
            gradients, names=names, values=values, frozen=[], prefixes=[prefix], **rest
        )
        assert_equal(counts, [len(off)], "the list of what the calls gave")
        assert_close(seen, reference(values, off, **rest), "the list of gradients")


def test_the_name_begins_with_the_prefix(observe, draw):
    """A prefix also freezes what has it in the middle of its name.

    A prefix stands at the very beginning. 'conv' is not 'encoder.conv'.
    """
    values, rest = drawn(draw)
    names = [draw.word(9) for _ in range(4)]
    prefixes = [names[1], names[2], "weight", f"{names[2]}.bias"]
    counts, seen = observe(
        gradients, names=names, values=values, frozen=[], prefixes=prefixes, **rest
    )
    assert_equal(counts, [0, 0, 0, 0], "the list of what the calls gave")
    assert_close(seen, reference(values, [], **rest), "the list of gradients")


def test_the_prefix_may_be_the_whole_name(observe, draw):
    """A prefix that is a parameter's whole name does not freeze that parameter."""
    values, rest = drawn(draw)
    outer, first, _, last = names = [draw.word(9) for _ in range(4)]
    prefixes = [f"{outer}.{first}.bias", f"{last}.weight"]
    counts, seen = observe(
        gradients, names=names, values=values, frozen=[], prefixes=prefixes, **rest
    )
    assert_equal(counts, [1, 1], "the list of what the calls gave")
    assert_close(seen, reference(values, [1, 4], **rest), "the list of gradients")


def test_counts_what_this_call_switched_off(observe, draw):
    """The number given back is not how many parameters this call switched off.

    It counts parameters, not the numbers in them. One that was frozen before the call was not
    switched off by it, so the same call a second time gives 0.
    """
    values, rest = drawn(draw)
    outer, first, *_ = names = [draw.word(9) for _ in range(4)]
    prefixes = [f"{outer}.{first}", f"{outer}.{first}", outer, outer]
    counts, seen = observe(
        gradients, names=names, values=values, frozen=[1, 2], prefixes=prefixes, **rest
    )
    assert_equal(counts, [1, 0, 1, 0], "the list of what the calls gave")
    assert_close(seen, reference(values, [0, 1, 2, 3], **rest), "the list of gradients")


def test_leaves_the_rest_as_it_is(observe, draw):
    """A parameter that is not under the prefix was switched on or off.

    What was frozen elsewhere stays frozen, and what could be trained can be trained.
    """
    values, rest = drawn(draw)
    names = [draw.word(9) for _ in range(4)]
    counts, seen = observe(
        gradients, names=names, values=values, frozen=[1, 5], prefixes=[draw.word(10)], **rest
    )
    assert_close(seen, reference(values, [1, 5], **rest), "the list of gradients")
    assert_equal(counts, [0], "the list of what the calls gave")
    counts, seen = observe(
        gradients, names=names, values=values, frozen=[1, 5], prefixes=[names[3]], **rest
    )
    assert_close(seen, reference(values, [1, 4, 5], **rest), "the list of gradients")
    assert_equal(counts, [1], "the list of what the calls gave")


def test_an_optimizer_leaves_it_alone(observe, draw):
    """A frozen parameter still moves when an optimizer that knows it takes a step."""
    values, rest = drawn(draw)
    names, lr = [draw.word(9) for _ in range(4)], draw.number(0.05, 0.1)
    x = rest["x"]
    steps = reference(values, [0, 1, 2, 3], x, torch.ones(5, 3))
    wanted = [
        value if step is None else value - lr * (step + 0.1 * value)
        for value, step in zip(values, steps, strict=True)
    ]
    held, y = observe(stepped, names=names, values=values, prefix=names[0], x=x, lr=lr)
    assert_close(held, wanted, "the list of parameters after the step")
    for weight, bias in zip(wanted[::2], wanted[1::2], strict=True):
        x = x @ weight.T + bias
    assert_close(y, x, "the output after the step")


def test_any_name_of_a_shared_parameter(observe, draw):
    """A shared parameter is not frozen under its second name, or counts twice.

    It is one parameter with several names. `named_parameters()` tells only the first, unless you
    ask for all: `remove_duplicate=False`. Once it is off, its next name finds it off already.
    """
    value, x = draw.normal(3, 3), draw.normal(4, 3)
    for prefixes, counts, off in [
        (["2"], [2], [True, True, False]),
        (["3"], [2], [True, False, True]),
        (["3.weight", "0", "3"], [1, 1, 1], [True, True, True]),
    ]:
        seen = observe(shared, prefixes=prefixes, value=value, x=x)
        assert_equal(seen, (counts, off), "what the calls gave, and what gets no gradient")
