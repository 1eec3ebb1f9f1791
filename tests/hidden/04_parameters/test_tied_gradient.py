import torch
from torch import nn

from grader.testing import assert_close, assert_equal, probe


def network(values):
    """A tied network as the exercise before builds it, with these values."""
    shared = nn.Linear(8, 8)
    net = nn.Sequential(
        nn.Linear(4, 8), nn.ReLU(), shared, nn.ReLU(), shared, nn.ReLU(), nn.Linear(8, 1)
    ).to(values[0].dtype)
    for parameter, value in zip(net.parameters(), values, strict=True):
        parameter.data.copy_(value)
    return net


@probe
def three(unit, values, x, old=None):
    """What is given back; `old` are gradients that are there already."""
    net = network(values)
    held = list(net.parameters())
    for parameter, gradient in zip(held, old or [None] * 6, strict=True):
        parameter.grad = gradient
    found = unit.tied_gradient(net, x)
    return [list(found), [parameter.grad for parameter in held]]


@probe
def as_it_came(unit, values, x):
    return unit.tied_gradient(network(values), x)


@probe
def afterwards(unit, values, x, other):
    """What the network is after the call: its values, its output, its gradients, and x."""
    net = network(values)
    held = list(net.parameters())
    unit.tied_gradient(net, x)
    for parameter in held:
        parameter.grad = None
    kept = [parameter.detach().clone() for parameter in held]
    y = net(other)
    y.sum().backward()
    return {"values": kept, "y": y, "gradients": [parameter.grad for parameter in held], "x": x}


@probe
def exchanged(unit, values, x, weight, bias):
    """After the call the layer at place 2 gets other parameters."""
    net = network(values)
    unit.tied_gradient(net, x)
    net[2].weight, net[2].bias = nn.Parameter(weight), nn.Parameter(bias)
    return net(x)


def forward(w0, b0, first, first_bias, second, second_bias, w6, b6, x):
    x = (x @ w0.T + b0).clamp(min=0)
    x = (x @ first.T + first_bias).clamp(min=0)
    x = (x @ second.T + second_bias).clamp(min=0)
    return x @ w6.T + b6


def tied_output(values, x):
    return forward(*values[:4], *values[2:4], *values[4:], x)


def reference(values, x):
    """The gradients of the shared weight, and of its two uses."""
    first, second = (values[2].clone().requires_grad_() for _ in range(2))
    y = forward(*values[:2], first, values[3], second, values[3], *values[4:], x)
    parts = torch.autograd.grad(y.sum(), [first, second])
    return [parts[0] + parts[1], *parts]


def drawn(draw):
    """Values under which a good part of the units is active."""
    chain = draw.linear_chain(4, 8, 8, 1)
    chain[1], chain[3] = chain[1] + 0.3, chain[3] + 0.3
    return chain


def test_the_shared_gradient(observe, draw):
    """The first tensor is not the gradient of the shared weight.

    It is the gradient of `net(x).sum()`: of the sum over the batch, not of its mean.
    """
    values, x = drawn(draw), draw.normal(6, 4)
    found, _ = observe(three, values=values, x=x)
    assert_close(found[0], reference(values, x)[0], "the first tensor")


def test_the_gradient_of_each_use(observe, draw):
    """The second or the third tensor is not the gradient that its use gets.

    The two uses do not get one half each: they see different inputs, and different layers stand
    behind them. Put a separate copy of the layer at one of the places, in a copy of the network,
    and look at the gradients of both. The first use's gradient passes through the second layer.
    """
    values, x = drawn(draw), draw.normal(6, 4)
    found, _ = observe(three, values=values, x=x)
    wanted = reference(values, x)
    assert_close(found[1], wanted[1], "the gradient of the first use")
    assert_close(found[2], wanted[2], "the gradient of the second use")


def test_gradients_are_left_as_they_were(observe, draw):
    """A parameter's `.grad` is not what it was before the call.

    `backward()` adds to the `.grad` of every parameter. `torch.autograd.grad(y, [w])` gives the
    gradients and touches no `.grad`. What was `None` is `None` again, and what held numbers holds
    the same ones: clearing it loses somebody's gradient.
    """
    values, x = drawn(draw), draw.normal(6, 4)
    _, left = observe(three, values=values, x=x)
    assert_equal(left, [None] * 6, "the list of gradients that the network holds")
    old = [draw.normal(*value.shape) for value in values]
    _, left = observe(three, values=values, x=x, old=old)
    assert_equal(left, old, "the list of gradients that the network holds")


def test_old_gradients_do_not_count(observe, draw):
    """Gradients that the network held before the call are added into the answer.

    `backward()` adds to what stands in `.grad`; it does not begin at 0 by itself.
    """
    values, x = drawn(draw), draw.normal(6, 4)
    old = [draw.normal(*value.shape) for value in values]
    found, _ = observe(three, values=values, x=x, old=old)
    assert_close(found, reference(values, x), "the list of gradients")


def test_the_network_is_left_as_it_was(observe, draw):
    """After the call the network computes or learns something else, or x was changed.

    Untie a copy of the network, not the network itself.
    """
    values, x, other = drawn(draw), draw.normal(6, 4), draw.normal(5, 4)
    leaves = [value.clone().requires_grad_() for value in values]
    y = tied_output(leaves, other)
    y.sum().backward()
    wanted = {
        "values": values,
        "y": y,
        "gradients": [leaf.grad for leaf in leaves],
        "x": x,
    }
    seen = observe(afterwards, values=values, x=x, other=other)
    assert_close(seen, wanted, "what is known of the network")


def test_the_layers_are_still_tied(observe, draw):
    """After the call the network is not tied any more.

    `net[4] = copy.deepcopy(net[2])` changes the network that was given to you. In a deep copy of
    the whole network you may do that; a copy of a tied network is tied as well.
    """
    values, x = drawn(draw), draw.normal(6, 4)
    weight, bias = draw.normal(8, 8, std=0.4), draw.normal(8, mean=0.5)
    seen = observe(exchanged, values=values, x=x, weight=weight, bias=bias)
    assert_close(seen, tied_output([*values[:2], weight, bias, *values[4:]], x))


def test_gives_a_tuple_of_three(observe, draw):
    """The answer is not a tuple of three tensors of the shape [8, 8], or fails for one sample."""
    values, x = drawn(draw), draw.normal(1, 4)
    seen = observe(as_it_came, values=values, x=x)
    assert_close(seen, tuple(reference(values, x)), "the tuple of gradients")


def test_float64(observe, draw):
    """A network in float64 does not give gradients in float64."""
    values, x = [value.double() for value in drawn(draw)], draw.normal(6, 4).double()
    found, _ = observe(three, values=values, x=x)
    assert_close(found, reference(values, x), "the list of gradients")
