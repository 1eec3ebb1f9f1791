import torch
from torch import nn
from torch.nn import functional as F

from grader.testing import assert_close, assert_equal, check, probe

NAMES = ("conv1", "pool1", "flatten", "linear")
KEYS = [
    ["conv1.weight", "conv1.bias", "linear.weight", "linear.bias"],
    ["0.weight", "0.bias", "3.weight", "3.bias"],
    ["conv1.weight", "conv1.bias", "linear.weight", "linear.bias"],
]


def reference(values, x):
    kernel, shift, weight, bias = values
    return F.max_pool2d(F.conv2d(x, kernel, shift), 2).flatten(1) @ weight.T + bias


def weights(draw):
    return [
        draw.normal(8, 3, 3, 3, std=0.2, mean=0.05),
        draw.normal(8, std=0.3),
        draw.normal(1, 1800, std=0.02, mean=0.01),
        draw.normal(1),
    ]


@probe
def described(unit):
    nets = unit.three_ways()
    return {
        "kinds": [type(net) is nn.Sequential for net in nets],
        "is_tuple": isinstance(nets, tuple),
        "children": [[name for name, _ in net.named_children()] for net in nets],
        "layers": [[type(part).__name__ for part in net.children()] for net in nets],
        "shapes": [{n: tuple(v.shape) for n, v in net.state_dict().items()} for net in nets],
    }


@probe
def as_given(unit, x, seed):
    """The outputs of the three as they come, and their weights."""
    torch.manual_seed(seed)
    nets = unit.three_ways()
    return [net(x) for net in nets], [list(net.state_dict().values()) for net in nets]


@probe
def each_with_its_own(unit, values, x):
    """Give each network other weights, all three first, then ask all three."""
    nets = unit.three_ways()
    for net, own in zip(nets, values, strict=True):
        net.load_state_dict(dict(zip(net.state_dict(), own, strict=True)), strict=True)
    return [net(x) for net in nets]


@probe
def gradients(unit, values, x):
    grads = []
    for net in unit.three_ways():
        net.load_state_dict(dict(zip(net.state_dict(), values, strict=True)))
        net(x).square().sum().backward()
        grads.append([parameter.grad for parameter in net.parameters()])
    return grads


def test_names_of_the_three_ways(observe):
    """The names of the layers are not those that each way gives.

    `add_module` and `OrderedDict` take the names from you. By position `nn.Sequential` numbers
    the layers itself, from '0'. The order is: add_module, position, OrderedDict.
    """
    seen = observe(described)
    assert_equal(seen["children"][0], list(NAMES), "the names in the first network")
    assert_equal(seen["children"][1], ["0", "1", "2", "3"], "the names in the second network")
    assert_equal(seen["children"][2], list(NAMES), "the names in the third network")


def test_gives_a_tuple_of_three_sequentials(observe):
    """The result is not a tuple of three `nn.Sequential`."""
    seen = observe(described)
    check(seen["is_tuple"], "The result is not a tuple.")
    assert_equal(seen["kinds"], [True, True, True], "whether each is an nn.Sequential")


def test_layers_and_shapes(observe):
    """The layers are not a convolution, a pooling, a flattening and a linear layer as stated."""
    seen = observe(described)
    for layers, shapes, keys in zip(seen["layers"], seen["shapes"], KEYS, strict=True):
        assert_equal(layers, ["Conv2d", "MaxPool2d", "Flatten", "Linear"], "the kinds of layer")
        sizes = [(8, 3, 3, 3), (8,), (1, 1800), (1,)]
        assert_equal(shapes, dict(zip(keys, sizes, strict=True)), "the shapes in the state_dict")


def test_each_computes_the_network(observe, draw):
    """The output is not that of convolution, pooling, flattening and linear layer."""
    values = [weights(draw) for _ in range(3)]
    x = draw.normal(2, 3, 32, 32)
    outputs = observe(each_with_its_own, values=values, x=x)
    for number, (output, own) in enumerate(zip(outputs, values, strict=True), start=1):
        assert_close(output, reference(own, x), f"the output of network {number}", rtol=1e-3)


def test_layers_are_not_shared(observe, draw):
    """The three networks share their layers.

    A layer object that stands in two networks has one weight for both: training the one changes
    the other. Make new layers for each network, then copy the values.
    """
    values = [weights(draw) for _ in range(3)]
    x = draw.normal(1, 3, 32, 32)
    first, second, third = observe(each_with_its_own, values=values, x=x)
    expected = [reference(own, x) for own in values]
    assert_close(first, expected[0], "the output of network 1 with its own weights", rtol=1e-3)
    assert_close(second, expected[1], "the output of network 2 with its own weights", rtol=1e-3)
    assert_close(third, expected[2], "the output of network 3 with its own weights", rtol=1e-3)


def test_equal_weights_at_the_start(observe, draw):
    """The three networks do not start with equal weights.

    Layers that are made anew are drawn anew. Copy the values of the first network's parameters
    into the others.
    """
    x = draw.normal(2, 3, 32, 32)
    outputs, values = observe(as_given, x=x, seed=draw.seed())
    for number in (1, 2):
        assert_equal(values[number], values[0], f"the list of weights of network {number + 1}")
        assert_close(outputs[number], outputs[0], f"the output of network {number + 1}")
    for output in outputs:
        assert_equal(tuple(output.shape), (2, 1), "the shape of an output")
    check(values[0][0].abs().sum() > 0, "All weights of the convolution are 0; nothing can learn.")


def test_gradients_reach_every_parameter(observe, draw):
    """The gradients are not right in one of the three networks."""
    values, x = weights(draw), draw.normal(2, 3, 32, 32)
    leaves = [value.clone().requires_grad_() for value in values]
    reference(leaves, x).square().sum().backward()
    for seen in observe(gradients, values=values, x=x):
        assert_close(seen, [leaf.grad for leaf in leaves], "the gradients", rtol=1e-2, atol=1e-2)
