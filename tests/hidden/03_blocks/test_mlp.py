import torch
from common import double, gradients, linear, loaded, reference_gradients, registered

from grader.testing import assert_close, assert_equal, probe

SHAPES = {
    "hidden.weight": (7, 5),
    "hidden.bias": (7,),
    "out.weight": (3, 7),
    "out.bias": (3,),
}
SIZES = (5, 7, 3)


def reference(state, x):
    return linear(linear(x, state, "hidden").clamp(min=0), state, "out")


def balanced(draw):
    """Values for which every output is negative for about half of the inputs."""
    state = draw.like(SHAPES)
    state["out.bias"] = state["out.bias"] - reference(state, draw.normal(64, 5)).mean(0)
    return state


@probe
def two_outputs(unit, x):
    """Two passes of one network: layers that are made in forward differ from pass to pass."""
    torch.manual_seed(0)
    net = unit.MLP(x.shape[1], 4, 2)
    return net(x), net(x)


def test_registers_both_layers(observe):
    """The network does not have the two layers `hidden` and `out`.

    What you assign to `self` in `__init__`, after `super().__init__()`, is registered under that
    name. PyTorch finds, trains and saves only what is registered.
    """
    seen = observe(registered, name="MLP", arguments=SIZES)
    assert_equal(seen["parameters"], SHAPES, "the shapes of the parameters")
    assert_equal(seen["state"], SHAPES, "the shapes in the state_dict")


def test_default_sizes(observe, draw):
    """`MLP()` does not have the sizes of the statement: 20, 256 and 10."""
    shapes = {
        "hidden.weight": (256, 20),
        "hidden.bias": (256,),
        "out.weight": (10, 256),
        "out.bias": (10,),
    }
    seen = observe(registered, name="MLP")
    assert_equal(seen["parameters"], shapes, "the shapes of the parameters")
    # The layers' real sizes show in what they take and give.
    state = draw.like(shapes)
    state["out.weight"] = torch.zeros(10, 256)
    state["out.bias"] = draw.uniform(10, low=0.5, high=1.5)
    seen = observe(loaded, name="MLP", state=state, x=draw.normal(2, 20))
    assert_close(seen["y"], state["out.bias"].expand(2, 10))


def test_output(observe, draw):
    """The output is not out(relu(hidden(x))).

    ReLU stands between the two layers, and nowhere else: without it two linear layers are one
    linear layer, and after the last one it would cut off every negative output.
    """
    state, x = balanced(draw), draw.normal(32, 5)
    seen = observe(loaded, name="MLP", state=state, x=x, arguments=SIZES)
    assert_close(seen["y"], reference(state, x))


def test_relu_between_the_layers(observe, draw):
    """There is no ReLU between the two layers.

    Two linear layers with nothing between them can do no more than one: the second multiplies
    what the first has multiplied. The bend that ReLU makes is what a hidden layer is for.
    """
    state = draw.like(SHAPES)
    state["hidden.bias"] = state["hidden.bias"] - 50  # every hidden number is negative
    state["out.bias"] = draw.uniform(3, low=0.5, high=1.5)
    x = draw.normal(4, 5)
    seen = observe(loaded, name="MLP", state=state, x=x, arguments=SIZES)
    assert_close(seen["y"], state["out.bias"].expand(4, 3))


def test_negative_outputs_stay(observe, draw):
    """Negative outputs are lost.

    The output may be any number. A ReLU after the last layer makes every negative one 0, and
    lets no gradient through there.
    """
    state = draw.like(SHAPES)
    state["hidden.bias"] = state["hidden.bias"] + 50  # ReLU between the layers does nothing
    state["out.bias"] = state["out.bias"] - 999  # every output is negative
    x = draw.normal(4, 5)
    seen = observe(loaded, name="MLP", state=state, x=x, arguments=SIZES)
    assert_close(seen["y"], reference(state, x))


def test_layers_are_kept(observe, draw):
    """The same network gives two different outputs for the same input.

    Layers made in `forward` get new random weights at each call. Make them once, in `__init__`.
    """
    first, second = observe(two_outputs, x=draw.normal(3, 5))
    assert_equal(second, first, "the second output")


def test_gradients_reach_every_parameter(observe, draw):
    """The gradients of the parameters are not right.

    Every step from the input to the output has to be a PyTorch operation on tensors that keep
    their graph.
    """
    state, x, cotangent = balanced(draw), draw.normal(32, 5), draw.normal(32, 3)
    seen = observe(gradients, name="MLP", state=state, x=x, cotangent=cotangent, arguments=SIZES)
    expected = reference_gradients(reference, state, x, cotangent)
    assert_close(seen, expected, "the gradients")


def test_leading_dimensions(observe, draw):
    """An input with more than one leading dimension, or none, does not work.

    `nn.Linear` works on the last dimension and keeps the others as they are.
    """
    state = draw.like(SHAPES)
    # As above: here neither ReLU can be what is wrong.
    state["hidden.bias"], state["out.bias"] = state["hidden.bias"] + 50, state["out.bias"] + 999
    for shape in [(5,), (1, 5), (0, 5), (2, 3, 5)]:
        x = draw.normal(*shape)
        seen = observe(loaded, name="MLP", state=state, x=x, arguments=SIZES)
        assert_close(seen["y"], reference(state, x), f"the output for an input of shape {shape}")


def test_input_stays(observe, draw):
    """The input is changed.

    The tensor belongs to the caller. Operations whose name ends in `_`, and `+=`, write into it.
    """
    state, x = draw.like(SHAPES), draw.normal(6, 5)
    seen = observe(loaded, name="MLP", state=state, x=x, arguments=SIZES)
    assert_equal(seen["x"], x, "the input afterwards")


def test_float64(observe, draw):
    """A network in float64 does not compute in float64."""
    state, x = double(balanced(draw)), draw.normal(32, 5, dtype=torch.float64)
    seen = observe(loaded, name="MLP", state=state, x=x, arguments=SIZES)
    assert_close(seen["y"], reference(state, x))
