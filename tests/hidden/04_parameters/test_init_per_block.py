import math
from itertools import pairwise

import torch
from common import Descendant, check_uniform
from torch import nn

from grader.testing import assert_close, assert_equal, check, probe


class Named(nn.Module):
    """No nn.Sequential: its linear layers lie under names, and its last module is a dropout."""

    def __init__(self, kinds, sizes):
        super().__init__()
        self.norm = nn.LayerNorm(sizes[0])
        self.deep = nn.Sequential(nn.Sequential(kinds[0](sizes[0], sizes[1])), nn.Tanh())
        self.between = kinds[1](sizes[1], sizes[2])
        self.end = nn.ModuleDict({"out": kinds[2](sizes[2], sizes[3]), "drop": nn.Dropout(0.5)})
        self.conv = nn.Conv1d(2, 2, 1)


def network(shape, sizes):
    if shape == "chain":
        first, between, last = (nn.Linear(a, b) for a, b in pairwise(sizes))
        return nn.Sequential(first, nn.ReLU(), between, nn.ReLU(), last, nn.ReLU())
    kinds = [Descendant, nn.Linear, Descendant] if shape == "subclasses" else [nn.Linear] * 3
    return Named(kinds, sizes)


@probe
def filled(unit, shape, sizes, seed, values):
    """A network whose parameters got these values, after init_per_block."""
    net = network(shape, sizes)
    for parameter, value in zip(net.parameters(), values, strict=True):
        parameter.data.copy_(value)
    held = [module for module in net.modules() if isinstance(module, nn.Linear)]
    torch.manual_seed(seed)
    unit.init_per_block(net)
    shown = []
    with torch.no_grad():
        for layer in held:
            zero = layer(torch.zeros(1, layer.in_features))[0]
            shown.append((layer(torch.eye(layer.in_features)) - zero).T)
    return {"parameters": list(net.parameters()), "through": shown}


@probe
def stepped(unit, x, cotangent, lr, seed):
    """A step of an optimizer that was made before: how far the first and last weight moved."""
    net = nn.Sequential(nn.Linear(x.shape[1], 3), nn.Linear(3, cotangent.shape[1]))
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    torch.manual_seed(seed)
    unit.init_per_block(net)
    change = []
    for layer, given in [(net[0], x), (net[1], x[:, :3])]:
        inputs = torch.eye(layer.in_features)
        with torch.no_grad():
            before = layer(inputs) - layer(inputs * 0)
        optimizer.zero_grad()
        (layer(given) * cotangent[:, : layer.out_features]).sum().backward()
        optimizer.step()
        with torch.no_grad():
            change.append((layer(inputs) - layer(inputs * 0) - before).T)
    return change


@probe
def repeated(unit, seeds):
    found = []
    for seed in seeds:
        net = nn.Sequential(nn.Linear(7, 5), nn.Linear(5, 3))
        torch.manual_seed(seed)
        unit.init_per_block(net)
        found.append(net[0].weight)
    return found


SHAPES = ("chain", "named", "subclasses")


def drawn(draw, shape, large=False):
    """Sizes, values for all parameters, and where the linear layers' weights are among them."""
    sizes = [draw.integer(150, 200), draw.integer(90, 120)] if large else [6, 5]
    sizes += [draw.integer(7, 9), draw.integer(2, 4)]
    linear = draw.linear_chain(*sizes)
    if shape == "chain":
        return sizes, linear, [0, 2, 4]
    around = [draw.normal(sizes[0]), draw.normal(sizes[0])]
    return sizes, [*around, *linear, draw.normal(2, 2, 1), draw.normal(2)], [2, 4, 6]


def seen_of(observe, draw, shape, large=False):
    sizes, values, weights = drawn(draw, shape, large)
    seen = observe(filled, shape=shape, sizes=sizes, seed=draw.seed(), values=values)
    return sizes, values, weights, seen


def test_first_layer_is_xavier_uniform(observe, draw):
    """The first linear layer's weight is not Xavier-uniform.

    Every value between -a and a is equally likely, and a depends on both sizes of the layer:
    a = sqrt(6 / (in_features + out_features)). PyTorch's own start looks at in_features alone,
    and a normal distribution is a bell and not flat.
    """
    sizes, _, _, seen = seen_of(observe, draw, "chain", large=True)
    bound = math.sqrt(6 / (sizes[0] + sizes[1]))
    assert_close(seen["through"][0], seen["parameters"][0], "what the first layer multiplies by")
    check_uniform(seen["through"][0], -bound, bound, "the first layer's weights")


def test_last_layer_is_42(observe, draw):
    """The last linear layer's weights are not all 42.

    The last *linear* layer is meant: behind it there may be modules of other kinds.
    """
    for shape in SHAPES[:2]:
        _, values, weights, seen = seen_of(observe, draw, shape)
        wanted = torch.full_like(values[weights[-1]], 42.0)
        assert_close(seen["through"][2], wanted, "what the last layer multiplies by")
        assert_equal(seen["parameters"][weights[-1]], wanted, "the last layer's weight")


def test_biases_stay(observe, draw):
    """A bias was changed. This function fills weights only."""
    for shape in SHAPES[:2]:
        _, values, weights, seen = seen_of(observe, draw, shape)
        for weight in weights:
            what = f"bias {weights.index(weight)}"
            assert_equal(seen["parameters"][weight + 1], values[weight + 1], what)


def test_layers_between_stay(observe, draw):
    """A linear layer between the first and the last, or a module of another kind, was changed.

    `net.apply` reaches every layer. Here two layers are meant, so pick these two.
    """
    for shape in SHAPES[:2]:
        _, values, weights, seen = seen_of(observe, draw, shape)
        for place, value in enumerate(values):
            if place not in (weights[0], weights[-1]):
                assert_equal(seen["parameters"][place], value, f"parameter {place}")


def test_layers_at_any_depth(observe, draw):
    """In a network that is no plain chain, the first and the last linear layer are not found.

    `net[0]` and `net[2]` are places of one special network. `net.modules()` goes through all
    modules of any network, in order; keep those that are linear layers.
    """
    sizes, _, weights, seen = seen_of(observe, draw, "named", large=True)
    bound = math.sqrt(6 / (sizes[0] + sizes[1]))
    check_uniform(seen["parameters"][weights[0]], -bound, bound, "the first layer's weights")
    last = seen["parameters"][weights[-1]]
    assert_equal(last, torch.full((sizes[3], sizes[2]), 42.0), "the last layer's weight")


def test_subclasses_of_linear(observe, draw):
    """A layer of a class that inherits from `nn.Linear` does not count as a linear layer.

    `isinstance(m, nn.Linear)` is true for it, `type(m) == nn.Linear` is not.
    """
    sizes, values, weights, seen = seen_of(observe, draw, "subclasses", large=True)
    bound = math.sqrt(6 / (sizes[0] + sizes[1]))
    check_uniform(seen["parameters"][weights[0]], -bound, bound, "the first layer's weights")
    assert_equal(seen["parameters"][weights[1]], values[weights[1]], "the weight between")
    last = seen["parameters"][weights[-1]]
    assert_equal(last, torch.full((sizes[3], sizes[2]), 42.0), "the last layer's weight")


def test_in_place(observe, draw):
    """An optimizer that was made before the initialisation does not train the layers any more.

    The optimizer holds on to the parameter objects. Fill them; put no new ones in their place.
    """
    x, cotangent, lr = draw.normal(6, 5), draw.normal(6, 3), draw.number(0.5, 1.0)
    seen = observe(stepped, x=x, cotangent=cotangent, lr=lr, seed=draw.seed())
    wanted = [-lr * cotangent.T @ x, -lr * cotangent.T @ x[:, :3]]
    assert_close(seen, wanted, "the optimizer's steps", atol=1e-4)


def test_random_numbers_from_pytorch(observe, draw):
    """The same seed does not give the same weights, or different seeds give equal ones.

    Draw from PyTorch's own generator, and leave its seed to the caller.
    """
    seed = draw.seed()
    first, again, other = observe(repeated, seeds=[seed, seed, seed + 1])
    assert_close(again, first, "the second draw from the same seed")
    check(not torch.equal(first, other), "Another seed gave the same weights.")
