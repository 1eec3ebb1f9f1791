"""Probes and references that several exercises of the unit share."""

import torch

from grader.testing import probe


@probe
def registered(unit, name, arguments=(), keywords=None, dry_run=None):
    """Names and shapes of what a module registers: parameters, buffers, state_dict.

    `dry_run` is an input to run first: lazy layers have no shapes before.
    """
    net = getattr(unit, name)(*arguments, **(keywords or {}))
    if dry_run is not None:
        net(dry_run)
    return {
        "parameters": {n: tuple(p.shape) for n, p in net.named_parameters()},
        "buffers": {n: tuple(b.shape) for n, b in net.named_buffers()},
        "state": {n: tuple(v.shape) for n, v in net.state_dict().items()},
    }


@probe
def loaded(unit, name, state, x, arguments=(), keywords=None):
    """The output on x of a module that was given this state_dict, and x afterwards."""
    net = getattr(unit, name)(*arguments, **(keywords or {}))
    net = net.to(x.dtype)
    net.load_state_dict(state, strict=True)
    y = net(x)
    return {"y": y, "x": x}


@probe
def gradients(unit, name, state, x, cotangent, arguments=(), keywords=None):
    """The gradient of (output · cotangent).sum() at every parameter, None where there is none."""
    net = getattr(unit, name)(*arguments, **(keywords or {}))
    net.load_state_dict(state, strict=True)
    (net(x) * cotangent).sum().backward()
    return {n: p.grad for n, p in net.named_parameters()}


def reference_gradients(function, state, x, cotangent):
    """The same gradients of a reference `function(state, x)`, computed here."""
    leaves = {name: value.clone().requires_grad_() for name, value in state.items()}
    (function(leaves, x) * cotangent).sum().backward()
    return {name: leaf.grad for name, leaf in leaves.items()}


def reference_step(function, weights, x, lr):
    """function(weights, x) after one step of SGD on the mean of its squares, computed here."""
    leaves = [weight.clone().requires_grad_() for weight in weights]
    function(leaves, x).square().mean().backward()
    with torch.no_grad():
        return function([leaf - lr * leaf.grad for leaf in leaves], x)


def linear(x, state, name):
    """What a linear layer gives whose weight and bias are `name`.weight and `name`.bias."""
    return x @ state[f"{name}.weight"].T + state[f"{name}.bias"]


def double(state):
    return {name: value.double() for name, value in state.items()}


# ------------------------------------- FixedHiddenMLP and FancyMLP: a layer twice, a constant


@probe
def with_constant(unit, name, state, constant, x):
    """The output of a network that was given these weights and this constant."""
    net = getattr(unit, name)()
    net.load_state_dict(state, strict=False)  # whatever holds the constant, and if nothing does
    with torch.no_grad():
        net.rand_weight.copy_(constant)
    return net(x)


@probe
def constant_gradients(unit, name, state, constant, x):
    """The gradients of the output at the layer's weight and bias."""
    net = getattr(unit, name)()
    net.load_state_dict(state, strict=False)
    with torch.no_grad():
        net.rand_weight.copy_(constant)
    net(x).backward()
    return {"linear.weight": net.linear.weight.grad, "linear.bias": net.linear.bias.grad}


@probe
def constant_saved(unit, name, state, constant, x):
    """One network's state_dict, loaded strictly into another: what that one gives."""
    first, second = getattr(unit, name)(), getattr(unit, name)()
    first.load_state_dict(state, strict=False)
    with torch.no_grad():
        first.rand_weight.copy_(constant)
    second.load_state_dict(first.state_dict(), strict=True)
    return second(x)


@probe
def constant_moved(unit, name, state, constant, x):
    """The output after the network was turned into x's dtype."""
    net = getattr(unit, name)()
    net.load_state_dict(state, strict=False)
    with torch.no_grad():
        net.rand_weight.copy_(constant)
    return net.to(x.dtype)(x)


@probe
def constant_after_training(unit, name, state, constant, x, lr):
    """The constant, after an optimizer has gone over all parameters a few times."""
    net = getattr(unit, name)()
    net.load_state_dict(state, strict=False)
    with torch.no_grad():
        net.rand_weight.copy_(constant)
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    for _ in range(3):
        optimizer.zero_grad()
        net(x).backward()
        optimizer.step()
    return net.rand_weight


@probe
def fresh_passes(unit, name, x, seed):
    """A fresh network's constant, and two outputs for the same input."""
    torch.manual_seed(seed)
    net = getattr(unit, name)()
    first = net(x)
    return net.rand_weight, first, net(x)


CONSTANT = {"linear.weight": (20, 20), "linear.bias": (20,)}


def before_the_loop(state, constant, x):
    hidden = (linear(x, state, "linear") @ constant + 1).clamp(min=0)
    return linear(hidden, state, "linear")


def constant_case(draw, norm, limits, rows=3):
    """Weights, a constant and an input whose norm before the loop is far from every limit.

    Near a limit a rounding error would decide how often a result is halved.
    """
    while True:
        state = {
            "linear.weight": draw.normal(20, 20, std=0.3, mean=0.02),
            "linear.bias": draw.normal(20, std=0.4, mean=0.1),
        }
        constant, x = draw.normal(20, 20, std=0.4, mean=0.05), draw.normal(rows, 20)
        size = norm(before_the_loop(state, constant, x)).item()
        while size > 1.02:
            size /= 2
        if all(abs(size / limit - 1) > 0.01 for limit in (0.5, 1, *limits)):
            return state, constant, x


def result_of(draw, norm, size, rows=3):
    """Weights for which the result before the loop has this norm, for `rows` rows of any input.

    The layer's weight is 0, so it always gives its bias.
    """
    bias = draw.normal(20)
    bias = bias * (size / norm(bias.expand(rows, 20)))
    return {"linear.weight": torch.zeros(20, 20), "linear.bias": bias}
