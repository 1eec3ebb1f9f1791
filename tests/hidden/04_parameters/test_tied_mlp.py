import torch
from torch import nn

from grader.testing import assert_close, assert_equal, probe

# The layers that there are: place 0, the shared one, place 6.
SHAPES = [(8, 4), (8,), (8, 8), (8,), (1, 8), (1,)]


def fill(net, values, places=(0, 2, 4, 6)):
    """Give the layers at these places their values; 2 and 4 get the same."""
    pairs = {0: values[:2], 2: values[2:4], 4: values[2:4], 6: values[4:]}
    for place in places:
        net[place].weight.data.copy_(pairs[place][0])
        net[place].bias.data.copy_(pairs[place][1])


@probe
def described(unit):
    net = unit.tied_mlp()
    layers = {place: net[place] for place in (0, 2, 4, 6)}
    return {
        "places": len(net),
        "weights": {place: tuple(layer.weight.shape) for place, layer in layers.items()},
        "biases": {place: tuple(layer.bias.shape) for place, layer in layers.items()},
    }


@probe
def counted(unit):
    return [p.numel() for p in unit.tied_mlp().parameters()]


@probe
def output(unit, values, x):
    net = unit.tied_mlp()
    fill(net, values)
    return net(x)


@probe
def exchanged(unit, values, place, weight, bias, x):
    """New parameters are given to the layer at one of the two places."""
    net = unit.tied_mlp()
    fill(net, values)
    net[place].weight, net[place].bias = nn.Parameter(weight), nn.Parameter(bias)
    return net(x)


@probe
def gradients(unit, values, x):
    net = unit.tied_mlp()
    fill(net, values)
    net(x).sum().backward()
    return [p.grad for place in (0, 2, 6) for p in (net[place].weight, net[place].bias)]


@probe
def trained(unit, values, batches, lr):
    """The outputs for the last batch, after steps on the others."""
    net = unit.tied_mlp()
    fill(net, values)
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    for x in batches[:-1]:
        optimizer.zero_grad()
        net(x).sum().backward()
        optimizer.step()
    return net(batches[-1])


@probe
def two_networks(unit, first, second, x):
    one, other = unit.tied_mlp(), unit.tied_mlp()
    fill(one, first)
    fill(other, second)
    return one(x), other(x)


@probe
def round_trip(unit, values, x):
    one, other = unit.tied_mlp(), unit.tied_mlp()
    fill(one, values)
    other.load_state_dict(one.state_dict(), strict=True)
    return other(x)


def reference(values, x):
    w0, b0, shared, bias, w6, b6 = values
    x = (x @ w0.T + b0).clamp(min=0)
    x = (x @ shared.T + bias).clamp(min=0)
    x = (x @ shared.T + bias).clamp(min=0)
    return x @ w6.T + b6


def reference_gradients(values, x):
    leaves = [value.clone().requires_grad_() for value in values]
    reference(leaves, x).sum().backward()
    return [leaf.grad for leaf in leaves]


def drawn(draw):
    """Values under which a good part of the units is active."""
    chain = draw.linear_chain(4, 8, 8, 1)
    chain[1], chain[3] = chain[1] + 0.3, chain[3] + 0.3
    return chain


def test_one_object_at_both_places(observe, draw):
    """Places 2 and 4 do not hold one and the same layer.

    Put one object at both places. A deep copy is another layer, and so is a second layer with
    equal numbers, or with its weight laid over the first one's memory. (That two `.data` are not
    the same object proves nothing, by the way: `.data` makes a new one at each look.)
    """
    for place in (2, 4):
        values, x = drawn(draw), draw.normal(7, 4)
        weight, bias = draw.normal(8, 8, std=0.4), draw.normal(8, mean=0.5)
        bias[0] = -5  # whatever comes, ReLU silences this unit
        wanted = reference([*values[:2], weight, bias, *values[4:]], x)
        arguments = {"values": values, "place": place, "weight": weight, "bias": bias, "x": x}
        what = f"the output after the layer at place {place} got other parameters"
        assert_close(observe(exchanged, **arguments), wanted, what)


def test_both_uses_add_to_one_gradient(observe, draw):
    """The layer at place 2 does not get the gradient of both its uses.

    A shared parameter gets a gradient from each use, and they add up. Two layers in the same
    memory, or with equal numbers, get one part each.
    """
    values, x = drawn(draw), draw.normal(7, 4)
    seen = observe(gradients, values=values, x=x)
    assert_close(seen, reference_gradients(values, x), "the gradients at places 0, 2 and 6")


def test_the_shared_layer_counts_once(observe):
    """The network does not have the six parameters, 121 numbers, that it should have.

    `parameters()` lists a shared parameter once. If there are eight parameters, two layers are
    there where one should be.
    """
    wanted = [32, 8, 64, 8, 8, 1]
    assert_equal(observe(counted), wanted, "the list of the parameters' sizes")


def test_seven_places_of_the_right_sizes(observe):
    """The network is not seven modules with linear layers of the right sizes at 0, 2, 4 and 6."""
    wanted = {
        "places": 7,
        "weights": {0: (8, 4), 2: (8, 8), 4: (8, 8), 6: (1, 8)},
        "biases": {0: (8,), 2: (8,), 4: (8,), 6: (1,)},
    }
    assert_equal(observe(described), wanted, "what is known of the network")


def test_output(observe, draw):
    """The output is not right: a ReLU is missing, or there is one too many.

    There is a ReLU after each linear layer but the last.
    """
    values = drawn(draw)
    for count in (6, 1):
        x = draw.normal(count, 4)
        assert_close(observe(output, values=values, x=x), reference(values, x))
    # A bias that makes everything negative: each ReLU for itself.
    for place in (1, 3, 5):
        lowered = [v - 30 if n == place else v for n, v in enumerate(values)]
        seen = observe(output, values=lowered, x=x)
        assert_close(seen, reference(lowered, x), f"the output with parameter {place} lowered")


def test_stays_tied_in_training(observe, draw):
    """After some training steps the two uses are not the same layer any more."""
    values, lr = drawn(draw), draw.number(0.01, 0.03)
    batches = [draw.normal(5, 4) for _ in range(4)]
    wanted = values
    for x in batches[:-1]:
        steps = reference_gradients(wanted, x)
        wanted = [value - lr * step for value, step in zip(wanted, steps, strict=True)]
    seen = observe(trained, values=values, batches=batches, lr=lr)
    assert_close(seen, reference(wanted, batches[-1]), "the output after three steps")


def test_each_call_builds_a_new_network(observe, draw):
    """Two networks share a layer with each other.

    The shared layer belongs to one network. Make it inside the function.
    """
    first, second, x = drawn(draw), drawn(draw), draw.normal(5, 4)
    seen = observe(two_networks, first=first, second=second, x=x)
    assert_close(seen, (reference(first, x), reference(second, x)), "the two outputs")


def test_state_dict_round_trip(observe, draw):
    """The state of one network cannot be loaded into another."""
    values, x = drawn(draw), draw.normal(5, 4)
    assert_close(observe(round_trip, values=values, x=x), reference(values, x))
