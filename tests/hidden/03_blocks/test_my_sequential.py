from collections import OrderedDict

import torch
from common import reference_step
from torch import nn

from grader.testing import assert_close, assert_equal, expect_error, forbid, probe

SHAPES = {"0.weight": (4, 3), "0.bias": (4,), "2.weight": (2, 4), "2.bias": (2,)}


@probe
def chain(unit, weights, x):
    """Build a chain of linear layers with these weights, feed it."""
    blocks = [nn.Linear(w.shape[1], w.shape[0], dtype=w.dtype) for w in weights[::2]]
    for block, weight, bias in zip(blocks, weights[::2], weights[1::2], strict=True):
        block.load_state_dict({"weight": weight, "bias": bias})
    return unit.MySequential(*blocks)(x), x


@probe
def named(unit, names, weights, x):
    """The same from an OrderedDict."""
    blocks = [nn.Linear(w.shape[1], w.shape[0]) for w in weights[::2]]
    for block, weight, bias in zip(blocks, weights[::2], weights[1::2], strict=True):
        block.load_state_dict({"weight": weight, "bias": bias})
    net = unit.MySequential(OrderedDict(zip(names, blocks, strict=True)))
    return [n for n, _ in net.named_children()], net(x)


@probe
def one_step(unit, weights, x, lr):
    """The output after one step of SGD on what `parameters()` gives."""
    blocks = [nn.Linear(w.shape[1], w.shape[0]) for w in weights[::2]]
    for block, weight, bias in zip(blocks, weights[::2], weights[1::2], strict=True):
        block.load_state_dict({"weight": weight, "bias": bias})
    net = unit.MySequential(*blocks)
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    net(x).square().mean().backward()
    optimizer.step()
    return net(x)


@probe
def registered(unit):
    net = unit.MySequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))
    return {
        "parameters": {n: tuple(p.shape) for n, p in net.named_parameters()},
        "state": {n: tuple(v.shape) for n, v in net.state_dict().items()},
        "children": [n for n, _ in net.named_children()],
        "modules": len(list(net.modules())),
    }


@probe
def round_trip(unit, state, x):
    """The state of one network, loaded strictly into another."""
    first = unit.MySequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
    second = unit.MySequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
    first.load_state_dict(state, strict=True)
    second.load_state_dict(first.state_dict(), strict=True)
    return dict(second.state_dict()), second(x)


@probe
def identity(unit, x):
    return unit.MySequential()(x)


@probe
def repeated(unit, weight, x):
    block = nn.Linear(weight.shape[1], weight.shape[0], bias=False)
    block.load_state_dict({"weight": weight})
    return unit.MySequential(block, nn.Identity(), block)(x)


@probe
def container(unit, biases, index, x):
    """What the blocks do that the network gives out, once their biases are changed outside."""
    blocks = [nn.Linear(1, 1) for _ in biases]
    net = unit.MySequential(*blocks)
    for block, bias in zip(blocks, biases, strict=True):
        block.load_state_dict({"weight": torch.ones(1, 1), "bias": bias})
    return {
        "length": len(net),
        "empty": len(unit.MySequential()),
        "item": net[index](x),
        "loop": [block(x) for block in net],
    }


@probe
def outside(unit, index):
    return len(str(unit.MySequential(nn.ReLU(), nn.Tanh())[index]))


@probe
def evaluated(unit, x):
    """A network with dropout in it, in evaluation mode."""
    return unit.MySequential(nn.Dropout(0.5), nn.Identity()).eval()(x)


@probe
def moved(unit, weights, x):
    """The network is made in float32 and then turned into x's dtype."""
    blocks = [nn.Linear(w.shape[1], w.shape[0]) for w in weights[::2]]
    for block, weight, bias in zip(blocks, weights[::2], weights[1::2], strict=True):
        block.load_state_dict({"weight": weight, "bias": bias})
    return unit.MySequential(*blocks).to(x.dtype)(x)


@probe
def helpers(unit, x):
    """How nn.Sequential takes part when a network is built and used."""
    found, forward = [], nn.Sequential.forward

    def watched(self, *arguments):
        found.append("a call of nn.Sequential")
        return forward(self, *arguments)

    nn.Sequential.forward = watched
    try:
        net = unit.MySequential(nn.Identity())
        net(x)
    finally:
        nn.Sequential.forward = forward
    if isinstance(net, nn.Sequential):
        found.append("MySequential inherits from nn.Sequential")
    if any(isinstance(part, nn.Sequential) for part in [*net.children(), *vars(net).values()]):
        found.append("MySequential holds an nn.Sequential")
    return found


def reference_chain(weights, x):
    for weight, bias in zip(weights[::2], weights[1::2], strict=True):
        x = x @ weight.T + bias
    return x


def test_registers_every_block(observe):
    """The blocks are not registered under the names '0', '1' and so on.

    A plain Python list, tuple or dict keeps blocks, but PyTorch does not look inside it: their
    parameters are not trained, saved or moved. `add_module` and assigning to `self` register a
    block. A name has to be a string: `str(i)`, neither the number nor the block itself.
    """
    seen = observe(registered)
    assert_equal(seen["parameters"], SHAPES, "the shapes of the parameters")
    assert_equal(seen["children"], ["0", "1", "2"], "the list of registered names")
    assert_equal(seen["state"], SHAPES, "the shapes in the state_dict")
    assert_equal(seen["modules"], 4, "the number of modules")


def test_runs_the_blocks_in_order(observe, draw):
    """The output is not what the blocks give one after the other.

    `forward` has to pass each block's output on to the next, in the order they were given, and
    return the last one.
    """
    weights, x = draw.linear_chain(5, 7, 3), draw.normal(4, 5)
    y, after = observe(chain, weights=weights, x=x)
    assert_close(y, reference_chain(weights, x))
    assert_equal(after, x, "the input afterwards")
    square = draw.linear_chain(4, 4, 4, 4)  # square blocks also run in a wrong order
    for shape in [(2, 4), (0, 4), (2, 3, 4)]:
        x = draw.normal(*shape)
        y, _ = observe(chain, weights=square, x=x)
        assert_close(y, reference_chain(square, x), f"the output for an input of shape {shape}")


def test_trains_every_block(observe, draw):
    """A step of training does not change the blocks as it should.

    The optimizer gets `net.parameters()`. What is not registered is not among them and never
    learns.
    """
    weights, x, lr = draw.linear_chain(5, 7, 3), draw.normal(4, 5), draw.number(0.1, 0.3)
    y = observe(one_step, weights=weights, x=x, lr=lr)
    assert_close(y, reference_step(reference_chain, weights, x, lr), "the output after a step")


def test_takes_an_ordered_dict(observe, draw):
    """An `OrderedDict` of blocks does not work, or its keys are not the blocks' names."""
    weights, x = draw.linear_chain(4, 4, 4, 4), draw.normal(4, 4)
    names = [f"{first}_{draw.word()}" for first in "zxy"]  # not in alphabetical order
    children, y = observe(named, names=names, weights=weights, x=x)
    assert_equal(children, names, "the list of registered names")
    assert_close(y, reference_chain(weights, x))


def test_state_dict_round_trip(observe, draw):
    """The state of one network cannot be loaded into another.

    `state_dict` lists what is registered, by name. `load_state_dict` needs the same names again.
    """
    state, x = draw.like(SHAPES), draw.normal(2, 3)
    kept, y = observe(round_trip, state=state, x=x)
    assert_equal(kept, state, "the state_dict")
    hidden = torch.tanh(x @ state["0.weight"].T + state["0.bias"])
    assert_close(y, hidden @ state["2.weight"].T + state["2.bias"])


def test_empty_is_the_identity(observe, draw):
    """`MySequential()` does not give its input back."""
    x = draw.normal(2, 3)
    assert_equal(observe(identity, x=x), x, "the output")


def test_a_block_given_twice_runs_twice(observe, draw):
    """A block that was given twice does not run twice.

    `children()` and `modules()` list every module once, however often it stands in the network.
    `self._modules.values()` lists it as often as it was registered.
    """
    weight, x = draw.normal(4, 4, std=0.5), draw.normal(3, 4)
    assert_close(observe(repeated, weight=weight, x=x), x @ weight.T @ weight.T)


def test_length_index_and_iteration(observe, draw):
    """`len(net)`, `net[i]` or a loop over the blocks is not right.

    They give the very blocks that the network was made of, not copies. The names are strings, so
    a number is not yet a key.
    """
    for index in (0, 1, 2, -1, -3):
        biases, x = list(draw.normal(3, 1, std=9)), draw.normal(2, 1)
        seen = observe(container, biases=biases, index=index, x=x)
        assert_equal(seen["length"], 3, "len(net)")
        assert_equal(seen["empty"], 0, "len(MySequential())")
        assert_close(seen["item"], x + biases[index], f"what the block net[{index}] gives")
        assert_close(seen["loop"], [x + bias for bias in biases], "what the blocks of a loop give")


def test_index_out_of_range(observe):
    """An index outside the range does not raise an `IndexError`."""
    for index in (2, -3):
        with expect_error(IndexError):
            observe(outside, index=index)


def test_train_and_eval_reach_the_blocks(observe, draw):
    """`net.eval()` does not reach the blocks: dropout still drops numbers.

    `train` and `eval` go through what is registered.
    """
    x = draw.normal(40, 40, mean=5)
    assert_equal(observe(evaluated, x=x), x, "the output of dropout in evaluation mode")


def test_moves_every_block(observe, draw):
    """`net.to(torch.float64)` leaves the blocks behind.

    `to` goes through what is registered, for a dtype as for a GPU.
    """
    weights, x = draw.linear_chain(5, 7, 3), draw.normal(4, 5, dtype=torch.float64)
    y = observe(moved, weights=weights, x=x)
    assert_close(y, reference_chain([weight.double() for weight in weights], x))


def test_does_not_use_nn_sequential(observe, source, draw):
    """`nn.Sequential` does the work.

    This exercise is about what `nn.Sequential` does inside. Register the blocks and call them
    one after the other yourself.
    """
    assert_equal(observe(helpers, x=draw.normal(2, 3)), [], "what nn.Sequential has to do with it")
    forbid(source, "torch.nn.Sequential")
