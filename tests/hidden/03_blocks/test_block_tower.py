import torch
from common import gradients, loaded, reference_gradients, registered
from torch import nn

from grader.testing import assert_close, assert_equal, check, probe


def shapes(n):
    block = {"0.weight": (8, 4), "0.bias": (8,), "2.weight": (4, 8), "2.bias": (4,)}
    tower = {f"0.block{i}.{name}": shape for i in range(n) for name, shape in block.items()}
    return {**tower, "1.weight": (1, 4), "1.bias": (1,)}


def reference(n):
    def compute(state, x):
        for i in range(n):
            for layer in ("0", "2"):
                name = f"0.block{i}.{layer}"
                x = (x @ state[f"{name}.weight"].T + state[f"{name}.bias"]).clamp(min=0)
        return x @ state["1.weight"].T + state["1.bias"]

    return compute


def lively(draw, n):
    """Weights and biases that let most numbers through every ReLU."""
    state = draw.like(shapes(n))
    return {k: v.abs() * 0.5 if k.endswith("bias") else v for k, v in state.items()}


@probe
def structure(unit, n):
    net = unit.block_tower(n)
    return {
        "sequentials": [type(m) is nn.Sequential for m in (net, net[0], *net[0])],
        "names": [name for name, _ in net[0].named_children()],
        "kinds": [[type(part).__name__ for part in block] for block in net[0]],
        "parts": len(net),
        "last": type(net[1]).__name__,
    }


def test_names_of_the_blocks(observe):
    """The blocks are not named `block0`, `block1`, … inside part 0.

    `add_module(name, block)` and an `OrderedDict` take the name from you; by position the blocks
    would be '0', '1' and so on.
    """
    for n in (1, 3):
        seen = observe(structure, n=n)
        assert_equal(seen["names"], [f"block{i}" for i in range(n)], "the names of the blocks")


def test_structure(observe):
    """The tower is not a Sequential of a Sequential of blocks and a Linear(4, 1)."""
    seen = observe(structure, n=2)
    assert_equal(seen["sequentials"], [True] * 4, "whether tower, part 0 and blocks are Sequential")
    assert_equal(seen["parts"], 2, "the number of parts of the tower")
    assert_equal(seen["kinds"], [["Linear", "ReLU", "Linear", "ReLU"]] * 2, "the parts of a block")
    assert_equal(seen["last"], "Linear", "the kind of part 1")


def test_blocks_do_not_share_parameters(observe, draw):
    """The blocks share their parameters.

    `[block] * n` is n times one object. It is counted once, trained as one, and every place that
    it stands in computes the same. Make a new block in each turn of the loop.
    """
    n = 3
    seen = observe(registered, name="block_tower", arguments=(n,))
    assert_equal(len(seen["parameters"]), 4 * n + 2, "the number of parameter tensors")
    state, x = lively(draw, n), draw.normal(32, 4)
    y = observe(loaded, name="block_tower", state=state, x=x, arguments=(n,))["y"]
    assert_close(y, reference(n)(state, x), "the output with different weights in each block")


def test_shapes_of_the_parameters(observe):
    """The names or the shapes of the parameters are not those of the statement."""
    for n in (1, 2):
        seen = observe(registered, name="block_tower", arguments=(n,))
        assert_equal(seen["state"], shapes(n), "the shapes in the state_dict")


def test_output(observe, draw):
    """The output is not what the blocks give one after the other, and then the last layer."""
    for n, shape in [(1, (6, 4)), (2, (1, 4)), (3, (2, 3, 4)), (2, (0, 4))]:
        state, x = lively(draw, n), draw.uniform(*shape, low=0.2)
        seen = observe(loaded, name="block_tower", state=state, x=x, arguments=(n,))
        assert_close(seen["y"], reference(n)(state, x))
        assert_equal(seen["x"], x, "the input afterwards")


def test_relu_ends_each_block(observe, draw):
    """ReLU is missing at the end of a block, or stands after the last layer.

    A block ends with ReLU, so no negative number leaves it. The tower's own output may be negative.
    """
    n = 2
    state, x = lively(draw, n), draw.uniform(4, 4, low=0.2)
    state["0.block1.2.bias"] = state["0.block1.2.bias"] - 100  # what leaves the last block is 0
    state["1.bias"] = state["1.bias"] - 5  # and the output is negative
    y = observe(loaded, name="block_tower", state=state, x=x, arguments=(n,))["y"]
    assert_close(y, state["1.bias"].expand(4, 1).contiguous())


def test_gradients_reach_every_parameter(observe, draw):
    """The gradients of the parameters are not right."""
    n = 2
    state, x, cotangent = lively(draw, n), draw.normal(64, 4, mean=0), draw.normal(64, 1)
    seen = observe(
        gradients, name="block_tower", state=state, x=x, cotangent=cotangent, arguments=(n,)
    )
    assert_close(seen, reference_gradients(reference(n), state, x, cotangent), "the gradients")
    check(len(seen) == 4 * n + 2, "Some parameters have no gradient of their own.")


def test_float64(observe, draw):
    """A tower in float64 does not compute in float64."""
    n = 2
    state = {name: value.double() for name, value in lively(draw, n).items()}
    x = draw.normal(32, 4, dtype=torch.float64)
    y = observe(loaded, name="block_tower", state=state, x=x, arguments=(n,))["y"]
    assert_close(y, reference(n)(state, x))
