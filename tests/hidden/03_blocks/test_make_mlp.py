import itertools

import torch
from common import reference_gradients
from torch import nn

from grader.testing import assert_close, assert_equal, check, probe


def shapes(sizes):
    table = {}
    for i, (inputs, outputs) in enumerate(itertools.pairwise(sizes)):
        table[f"{2 * i}.weight"] = (outputs, inputs)
        table[f"{2 * i}.bias"] = (outputs,)
    return table


def reference(sizes, activation=lambda x: x.clamp(min=0)):
    last = len(sizes) - 2

    def compute(state, x):
        for i in range(last + 1):
            x = x @ state[f"{2 * i}.weight"].T + state[f"{2 * i}.bias"]
            if i < last:
                x = activation(x)
        return x

    return compute


def both_signs(state):
    """For sizes [4, 8, 3]: one output is then below 0 and one above, for nearly every input."""
    return state | {"2.bias": torch.tensor([-5.0, 0.0, 5.0])}


@probe
def described(unit, sizes):
    net = unit.make_mlp(sizes)
    return {
        "kind": type(net) is nn.Sequential,
        "parts": [type(part).__name__ for part in net],
        "names": [name for name, _ in net.named_children()],
        "state": {n: tuple(v.shape) for n, v in net.state_dict().items()},
        "sizes": sizes,
    }


@probe
def computed(unit, sizes, state, x, activation=None):
    """The output with these weights; activation is None, "Tanh" or "function"."""
    made = {"Tanh": nn.Tanh, "function": lambda: nn.LeakyReLU(0.3)}
    net = unit.make_mlp(sizes, *([made[activation]] if activation else []))
    net = net.to(x.dtype)
    net.load_state_dict(state, strict=True)
    return net(x)


@probe
def by_keyword(unit, sizes):
    return [type(part).__name__ for part in unit.make_mlp(sizes, activation=nn.Sigmoid)]


@probe
def made_activations(unit, sizes):
    """How often the factory is called, and whether what it made is one object or several."""
    calls = []

    def factory():
        calls.append(nn.PReLU())
        return calls[-1]

    net = unit.make_mlp(sizes, factory)
    parts = [part for part in net if isinstance(part, nn.PReLU)]
    return {
        "places": len(parts),
        "objects": len({id(part) for part in parts}),
        "state": sorted(net.state_dict()),
    }


@probe
def separate_slopes(unit, sizes, state, x):
    net = unit.make_mlp(sizes, nn.PReLU)
    net.load_state_dict(state, strict=True)
    return net(x)


@probe
def mlp_gradients(unit, sizes, state, x, cotangent):
    net = unit.make_mlp(sizes)
    net.load_state_dict(state, strict=True)
    (net(x) * cotangent).sum().backward()
    return {n: p.grad for n, p in net.named_parameters()}


def test_no_activation_after_the_last_layer(observe, draw):
    """An activation stands after the last layer, or one is missing between two layers.

    The outputs are scores or predictions and may be any number. The activation belongs between
    the layers only.
    """
    for sizes in ([4, 3], [4, 8, 3], [2, 5, 5, 1]):
        seen = observe(described, sizes=sizes)
        layers = len(sizes) - 1
        expected = ["Linear", "ReLU"] * (layers - 1) + ["Linear"]
        assert_equal(seen["parts"], expected, f"the parts of make_mlp({sizes})")


def test_is_a_flat_sequential(observe):
    """The result is not an `nn.Sequential` whose parts are named '0', '1', '2', …"""
    seen = observe(described, sizes=[4, 8, 6, 3])
    check(seen["kind"], "The result is not an nn.Sequential.")
    assert_equal(seen["names"], [str(i) for i in range(5)], "the names of the parts")


def test_sizes_of_the_layers(observe):
    """The layers do not have the sizes that were asked for."""
    for sizes in ([4, 3], [4, 8, 3], [7, 5, 6, 2]):
        seen = observe(described, sizes=sizes)
        assert_equal(seen["state"], shapes(sizes), f"the shapes for sizes {sizes}")
        assert_equal(seen["sizes"], sizes, "the list of sizes afterwards")
    seen = observe(described, sizes=(4, 8, 3))
    assert_equal(seen["state"], shapes((4, 8, 3)), "the shapes for a tuple of sizes")


def test_output(observe, draw):
    """The output is not that of linear layers with ReLU between any two."""
    for sizes in ([4, 3], [4, 8, 3], [3, 6, 6, 2]):
        state, x = draw.like(shapes(sizes)), draw.normal(16, sizes[0])
        y = observe(computed, sizes=sizes, state=state, x=x)
        assert_close(y, reference(sizes)(state, x), f"the output for sizes {sizes}")


def test_another_activation(observe, draw):
    """The activation that was asked for is not the one that runs.

    `activation` may be a class or any function that makes a module: call it to get one.
    """
    sizes = [4, 8, 8, 3]
    state, x = draw.like(shapes(sizes)), draw.normal(16, 4)
    y = observe(computed, sizes=sizes, state=state, x=x, activation="Tanh")
    assert_close(y, reference(sizes, torch.tanh)(state, x), "the output with nn.Tanh")
    y = observe(computed, sizes=sizes, state=state, x=x, activation="function")
    leaky = reference(sizes, lambda v: torch.where(v > 0, v, 0.3 * v))
    assert_close(y, leaky(state, x), "the output with a function that makes an activation")
    parts = observe(by_keyword, sizes=[2, 3, 1])
    assert_equal(parts, ["Linear", "Sigmoid", "Linear"], "the parts with activation=nn.Sigmoid")


def test_a_new_activation_at_each_place(observe, draw):
    """One activation object stands at several places.

    An `nn.PReLU` has a slope that is trained. One object at two places is one slope for both. Call
    `activation()` anew for each place.
    """
    sizes = [3, 4, 4, 2]
    seen = observe(made_activations, sizes=sizes)
    assert_equal(seen["places"], 2, "the number of places with an activation")
    assert_equal(seen["objects"], 2, "the number of activation objects")
    state = draw.like(shapes(sizes))
    slopes = {"1.weight": torch.tensor([0.2]), "3.weight": torch.tensor([-0.7])}
    x = draw.normal(32, 3)
    y = observe(separate_slopes, sizes=sizes, state={**state, **slopes}, x=x)
    for i in range(3):
        x = x @ state[f"{2 * i}.weight"].T + state[f"{2 * i}.bias"]
        if i < 2:
            x = torch.where(x > 0, x, slopes[f"{2 * i + 1}.weight"] * x)
    assert_close(y, x, "the output with two different slopes")


def test_gradients_reach_every_parameter(observe, draw):
    """The gradients of the parameters are not right."""
    sizes = [4, 8, 3]
    state = both_signs(draw.like(shapes(sizes)))
    x, cotangent = draw.normal(16, 4), draw.normal(16, 3)
    seen = observe(mlp_gradients, sizes=sizes, state=state, x=x, cotangent=cotangent)
    expected = reference_gradients(reference(sizes), state, x, cotangent)
    assert_close(seen, expected, "the gradients")


def test_leading_dimensions_and_float64(observe, draw):
    """An input with other leading dimensions, or in float64, does not work."""
    sizes = [4, 8, 3]
    state = both_signs(draw.like(shapes(sizes)))
    for shape in [(4,), (1, 4), (0, 4), (2, 3, 4)]:
        x = draw.normal(*shape)
        y = observe(computed, sizes=sizes, state=state, x=x)
        assert_close(y, reference(sizes)(state, x), f"the output for an input of shape {shape}")
    state = {name: value.double() for name, value in state.items()}
    x = draw.normal(3, 4, dtype=torch.float64)
    y = observe(computed, sizes=sizes, state=state, x=x)
    assert_close(y, reference(sizes)(state, x), "the output in float64")
