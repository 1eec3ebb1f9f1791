"""Layers, observations and bounds that the tests of the initialisers share."""

import math

import torch
from torch import nn

from grader.testing import assert_close, check, probe

# The chance that a right answer breaks one bound below. A run of the unit's tests checks far fewer
# than 100 of them, so a run raises a false alarm with a chance of less than 1e-9.
CHANCE = 1e-11


# ------------------------------------------------------------------------ beside the learner


class Descendant(nn.Linear):
    """A linear layer of another class."""


def initialiser(unit, name, value):
    function = getattr(unit, name)
    return function if value is None else function(value)


def made(kind, inputs, outputs, bias):
    """A module to be initialised, and the linear layer in it."""
    if kind == "attention":  # its last layer is of a subclass of nn.Linear
        module = nn.MultiheadAttention(inputs, 1, bias=bias)
        return module, module.out_proj
    layer = (Descendant if kind == "subclass" else nn.Linear)(inputs, outputs, bias=bias)
    return layer, layer


@probe
def filled(unit, name, inputs, outputs, seed, value=None, bias=None, kind="plain", dtype="float32"):
    """A layer after net.apply: its parameters, and what they do to inputs that show them."""
    dtype = getattr(torch, dtype)
    module, layer = made(kind, inputs, outputs, bias is not None)
    module = module.to(dtype)
    if bias is not None:
        layer.bias.data.copy_(bias)
    torch.manual_seed(seed)
    nn.Sequential(nn.Identity(), module).apply(initialiser(unit, name, value))
    with torch.no_grad():
        at_zero = layer(torch.zeros(1, inputs, dtype=dtype))[0]
        through = (layer(torch.eye(inputs, dtype=dtype)) - at_zero).T
    return {"weight": layer.weight, "through": through, "at_zero": at_zero}


@probe
def neighbours(unit, name, values, value=None):
    """What an initialiser leaves of the values of modules that are no linear layers."""
    net = nn.Sequential(
        nn.Conv2d(2, 3, 2), nn.BatchNorm1d(4), nn.LayerNorm(3), nn.Embedding(5, 2), nn.PReLU(2)
    )
    for parameter, given in zip(net.parameters(), values, strict=True):
        parameter.data.copy_(given)
    net.apply(initialiser(unit, name, value))
    return list(net.parameters())


NEIGHBOURS = [(3, 2, 2, 2), (3,), (4,), (4,), (3,), (3,), (5, 2), (2,)]


@probe
def trained(unit, name, x, cotangent, lr, seed, value=None):
    """A step of an optimizer that was made before the initialiser ran: the weight's change."""
    layer = nn.Linear(x.shape[1], cotangent.shape[1])
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
    torch.manual_seed(seed)
    layer.apply(initialiser(unit, name, value))
    eye = torch.eye(x.shape[1])
    with torch.no_grad():
        before = layer(eye) - layer(eye * 0)
    optimizer.zero_grad()
    (layer(x) * cotangent).sum().backward()
    optimizer.step()
    with torch.no_grad():
        after = layer(eye) - layer(eye * 0)
    return (after - before).T


@probe
def repeated(unit, name, size, seeds):
    """The weights of two equal layers, filled after each of the seeds."""
    found = []
    for seed in seeds:
        net = nn.Sequential(nn.Linear(size, size), nn.Linear(size, size))
        torch.manual_seed(seed)
        net.apply(initialiser(unit, name, None))
        found.append([net[0].weight, net[1].weight])
    return found


# -------------------------------------------------------------------------- on the trusted side


def check_is_the_weight(seen):
    """The weight that is shown is the one that the layer computes with."""
    assert_close(seen["through"], seen["weight"], "what the layer multiplies by")


def check_neighbours_stay(observe, draw, name, value=None):
    values = [draw.normal(*shape) for shape in NEIGHBOURS]
    seen = observe(neighbours, name=name, values=values, value=value)
    assert_close(seen, values, "the parameters of modules that are no linear layers")


def check_trains_on(observe, draw, name, value=None):
    x, cotangent, lr = draw.normal(6, 5), draw.normal(6, 3), draw.number(0.5, 1.0)
    arguments = {"name": name, "x": x, "cotangent": cotangent, "lr": lr, "value": value}
    seen = observe(trained, seed=draw.seed(), **arguments)
    assert_close(seen, -lr * cotangent.T @ x, "the step that the optimizer made", atol=1e-4)


def check_follows_the_generator(observe, draw, name):
    seed = draw.seed()
    first, again, other = observe(repeated, name=name, size=9, seeds=[seed, seed, seed + 1])
    assert_close(again, first, "the second draw from the same seed")
    check(not torch.equal(first[0], first[1]), "Two layers got the same weights.")
    check(not torch.equal(first[0], other[0]), "Another seed gave the same weights.")


def check_distribution(values, cdf, what):
    """The values look like independent draws from a distribution.

    Dvoretzky, Kiefer and Wolfowitz, with Massart's constant: of n independent draws, the share at
    or below x is off from cdf(x) by more than e at any x with a chance of at most
    2·exp(−2·n·e²), whatever the distribution. Here e is chosen to make that CHANCE.
    """
    values = values.double().flatten().sort().values
    check(values.isfinite().all(), f"Not all of {what} are numbers.")
    n = len(values)
    check(n > 0, f"There are none of {what}.")
    bound = math.sqrt(math.log(2 / CHANCE) / (2 * n))
    wanted = cdf(values)
    share = torch.arange(1, n + 1, dtype=torch.float64) / n
    gap, place = torch.maximum((share - wanted).abs(), (share - 1 / n - wanted).abs()).max(0)
    check(
        gap <= bound,
        f"Of {n} numbers ({what}), {share[place]:.1%} are at most {values[place]:.4g}. It should "
        f"be {wanted[place]:.1%}, and chance moves that by no more than {bound:.1%}.",
    )


def check_normal(values, std, what):
    """Independent draws from N(0, std²)."""
    values = values.double().flatten()
    # The sum of n squares over std² is chi-squared. Laurent and Massart: it is above
    # n + 2·sqrt(n·t) + 2·t, or below n − 2·sqrt(n·t), with a chance of exp(−t) each.
    n, t = len(values), math.log(2 / CHANCE)
    low = std * math.sqrt(max(0.0, 1 - 2 * math.sqrt(t / n)))
    high = std * math.sqrt(1 + 2 * math.sqrt(t / n) + 2 * t / n)
    spread = values.square().mean().sqrt().item()
    check(
        low <= spread <= high,
        f"The standard deviation of {what} about 0 is {spread:.4g}; {std:g} was expected (chance "
        f"leaves it between {low:.4g} and {high:.4g}).",
    )
    check_distribution(values, lambda x: 0.5 * (1 + torch.erf(x / (std * math.sqrt(2)))), what)


def check_uniform(values, low, high, what):
    """Independent draws from U(low, high)."""
    slack = 1e-6 * (high - low)
    check(
        (values >= low - slack).all() and (values <= high + slack).all(),
        f"{what} lie between {values.min():.4g} and {values.max():.4g}; all should lie between "
        f"{low:.4g} and {high:.4g}.",
    )
    check_distribution(values, lambda x: ((x - low) / (high - low)).clamp(0, 1), what)


def check_share(hits, n, share, what):
    """About `share` of n independent tries are hits.

    Hoeffding: the part of hits is off by more than e with a chance of at most 2·exp(−2·n·e²).
    """
    bound = math.sqrt(math.log(2 / CHANCE) / (2 * n))
    check(
        abs(hits / n - share) <= bound,
        f"{hits / n:.1%} of {n} weights are {what}; {share:.0%} was expected, and chance moves "
        f"that by no more than {bound:.1%}.",
    )
