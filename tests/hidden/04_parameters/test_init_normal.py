import torch
from common import (
    check_follows_the_generator,
    check_is_the_weight,
    check_neighbours_stay,
    check_normal,
    check_trains_on,
    filled,
)

from grader.testing import assert_equal

NAME, STD = "init_normal", 0.01


def test_standard_deviation(observe, draw):
    """The weights are not normal with mean 0 and standard deviation 0.01.

    0.01 is the standard deviation itself, not its square, the variance (0.0001). And a normal
    distribution is a bell: most numbers are near 0, a few far out. Flat, or all the same, is
    something else.
    """
    inputs, outputs, bias = draw.integer(200, 240), draw.integer(150, 190), None
    seen = observe(filled, name=NAME, inputs=inputs, outputs=outputs, seed=draw.seed(), bias=bias)
    check_is_the_weight(seen)
    assert_equal(tuple(seen["weight"].shape), (outputs, inputs), "the shape of the weight")
    check_normal(seen["through"], STD, "the weights")


def test_bias_is_0(observe, draw):
    """The bias of a linear layer does not become 0."""
    inputs, outputs = draw.integer(20, 30), draw.integer(5, 15)
    bias = draw.normal(outputs)
    seen = observe(filled, name=NAME, inputs=inputs, outputs=outputs, seed=draw.seed(), bias=bias)
    assert_equal(seen["at_zero"], bias * 0, "what the layer adds")


def test_subclasses_of_linear(observe, draw):
    """A layer of a class that inherits from `nn.Linear` is passed by.

    A well-known book prints `type(m) == nn.Linear`, which is true for that one class only.
    `isinstance(m, nn.Linear)` is true for what is made from it as well: the last layer in an
    `nn.MultiheadAttention`, for one.
    """
    for kind in ("subclass", "attention"):
        size = draw.integer(120, 160)
        seen = observe(
            filled,
            name=NAME,
            inputs=size,
            outputs=size,
            seed=draw.seed(),
            bias=draw.normal(size),
            kind=kind,
        )
        check_is_the_weight(seen)
        check_normal(seen["through"], STD, "the weights")
        assert_equal(seen["at_zero"], torch.zeros(size), "what the layer adds")


def test_without_a_bias(observe, draw):
    """A linear layer made with `bias=False` does not work.

    Its `bias` is `None`: look before you fill it.
    """
    size = draw.integer(120, 160)
    for kind in ("plain", "subclass"):
        seen = observe(filled, name=NAME, inputs=size, outputs=size, seed=draw.seed(), kind=kind)
        check_normal(seen["weight"], STD, "the weights")


def test_other_modules_stay(observe, draw):
    """A module that is no linear layer was changed.

    `net.apply` calls the function for every module. Convolutions, norms and embeddings have a
    weight too, so ask what the module is, not what it has.
    """
    check_neighbours_stay(observe, draw, NAME)


def test_in_place(observe, draw):
    """An optimizer that was made before the initialisation does not train the layer any more.

    The optimizer holds on to the parameter objects. Fill them; put no new ones in their place.
    """
    check_trains_on(observe, draw, NAME)


def test_random_numbers_from_pytorch(observe, draw):
    """The same seed does not give the same weights, or different seeds or layers give equal ones.

    Draw from PyTorch's own generator, and leave its seed to the caller: a function that sets a
    seed gives every layer the same weights.
    """
    check_follows_the_generator(observe, draw, NAME)


def test_float64(observe, draw):
    """A layer in float64 is not in float64 afterwards, or has other weights.

    Filled in place, a parameter keeps its dtype.
    """
    inputs, outputs = draw.integer(120, 160), draw.integer(80, 110)
    bias = draw.normal(outputs).double()
    seen = observe(
        filled,
        name=NAME,
        inputs=inputs,
        outputs=outputs,
        seed=draw.seed(),
        bias=bias,
        dtype="float64",
    )
    assert_equal(seen["at_zero"], bias * 0, "what the layer adds")
    check_is_the_weight(seen)
    assert_equal(str(seen["weight"].dtype), "torch.float64", "the dtype of the weight")
    check_normal(seen["weight"], STD, "the weights")
