import torch
from common import (
    across,
    fresh,
    gradients,
    passed,
    reference_gradients,
    reference_training,
    registered,
    trained,
)

from grader.testing import assert_close, assert_equal, check, probe

SHAPES = {"weight": (5, 7), "bias": (7,)}
SIZES = (5, 7)


def reference(state, x):
    return (x @ state["weight"] + state["bias"]).clamp(min=0)


@probe
def reloaded(unit, state, x):
    """The state of one layer, loaded strictly into another."""
    first, second = unit.MyLinear(5, 7), unit.MyLinear(5, 7)
    first.load_state_dict(state, strict=True)
    second.load_state_dict(first.state_dict(), strict=True)
    return dict(second.state_dict()), second(x)


def test_weight_gets_a_gradient(observe, draw):
    """The weight does not get its gradient, so it never learns.

    A well-known book computes with `self.weight.data` in `forward`. `.data` (and `detach()`) hand
    out the numbers without their history: the output is right, but no gradient finds the way back.
    Compute with `self.weight` itself, and keep it as an `nn.Parameter`.
    """
    state, x, cotangent = draw.like(SHAPES), draw.normal(6, 5), draw.normal(6, 7)
    seen = observe(
        gradients, name="MyLinear", state=state, x=x, cotangent=cotangent, arguments=SIZES
    )
    expected = reference_gradients(reference, state, x, cotangent)
    assert_close(seen["weight"], expected["weight"], "the gradient of the weight")


def test_bias_gets_a_gradient(observe, draw):
    """The bias does not get its gradient, so it never learns.

    What holds for the weight holds for the bias: with `.data` it is a constant for PyTorch.
    """
    state, x, cotangent = draw.like(SHAPES), draw.normal(6, 5), draw.normal(6, 7)
    seen = observe(
        gradients, name="MyLinear", state=state, x=x, cotangent=cotangent, arguments=SIZES
    )
    expected = reference_gradients(reference, state, x, cotangent)
    assert_close(seen["bias"], expected["bias"], "the gradient of the bias")


def test_an_optimizer_trains_it(observe, draw):
    """Some steps of SGD do not change the layer as they should.

    An optimizer is given `net.parameters()`: what is registered. Each step follows the gradients
    there. Where one of the two is missing, the layer stays as it was.
    """
    state, x = draw.like(SHAPES), draw.normal(4, 5)
    batches = [(draw.normal(8, 5), draw.normal(8, 7)) for _ in range(3)]
    seen = observe(
        trained, name="MyLinear", state=state, batches=batches, lr=0.5, x=x, arguments=SIZES
    )
    expected = reference_training(reference, state, batches, 0.5)
    assert_close(seen["state"], expected, "what the layer holds after three steps")
    assert_close(seen["y"], reference(expected, x), "the output after three steps")


def test_registers_weight_and_bias(observe, draw):
    """`weight` and `bias` are not registered, or do not have the shapes of the statement.

    Assign an `nn.Parameter` to `self`. A plain tensor, also one with `requires_grad=True`, is only
    an attribute: PyTorch does not find it. The weight has a row for each input.
    """
    for seen in observe(registered, name="MyLinear", x=draw.normal(2, 5), arguments=SIZES):
        assert_equal(seen["parameters"], SHAPES, "the shapes of the parameters")
        assert_equal(seen["buffers"], {}, "the buffers")
        assert_equal(seen["state"], SHAPES, "the shapes in the state_dict")


def test_output(observe, draw):
    """The output is not relu(x @ weight + bias)."""
    state, x = draw.like(SHAPES), draw.normal(6, 5)
    seen = observe(passed, name="MyLinear", state=state, x=x, arguments=SIZES)
    assert_close(seen["y"], reference(state, x))
    check(torch.equal(seen["x"], x), "The input was changed. Leave it as it is.")


def test_weight_rows_are_inputs(observe, draw):
    """The weight is used the other way round.

    It has the shape [in_units, units]: a row for each input, and `x @ weight` needs no transpose.
    With as many inputs as units the other way round runs too, and gives something else.
    """
    state, x = draw.like({"weight": (4, 4), "bias": (4,)}), draw.normal(3, 4)
    seen = observe(passed, name="MyLinear", state=state, x=x, arguments=(4, 4))
    assert_close(seen["y"], reference(state, x))


def test_nothing_below_zero(observe, draw):
    """There is no ReLU at the end: negative sums come out as they are."""
    state, x = draw.like(SHAPES), draw.normal(4, 5)
    state["bias"] = state["bias"] - 50  # every sum is negative
    seen = observe(passed, name="MyLinear", state=state, x=x, arguments=SIZES)
    assert_close(seen["y"], torch.zeros(4, 7))


def test_leading_dimensions(observe, draw):
    """An input with more than one leading dimension, or none, or an empty batch, does not work.

    `@` and `torch.matmul` work on the last dimension and keep the others as they are.
    `torch.mm` takes two dimensions only.
    """
    state = draw.like(SHAPES)
    for shape in [(5,), (1, 5), (0, 5), (2, 3, 5)]:
        x = draw.normal(*shape)
        seen = observe(passed, name="MyLinear", state=state, x=x, arguments=SIZES)
        assert_close(seen["y"], reference(state, x), f"the output for an input of shape {shape}")
    x = draw.normal(4, 5)
    y = observe(across, name="MyLinear", state=state, x=x, arguments=SIZES)
    assert_close(y, reference(state, x), "the output for an input that does not lie in one piece")


def test_state_dict_round_trip(observe, draw):
    """The state of one layer cannot be loaded into another."""
    state, x = draw.like(SHAPES), draw.normal(3, 5)
    kept, y = observe(reloaded, state=state, x=x)
    assert_equal(kept, state, "the state_dict")
    assert_close(y, reference(state, x))


def test_starts_random(observe, draw):
    """The weight does not start with random numbers that follow `torch.manual_seed`.

    From zeros, ReLU lets nothing through and no gradient back: the layer never gets going. Two
    seeds have to give two starts, and the same seed the same one.
    """
    one, other = draw.seed(), draw.seed()
    half = draw.normal(8, 5, std=3.0)
    x = torch.cat([half, -half])  # whatever ReLU cuts off for one, it lets through for the other
    first, second, again = observe(
        fresh, name="MyLinear", seeds=[one, other, one], x=x, arguments=(5, 64)
    )
    check(torch.is_tensor(first) and first.isfinite().all(), "The output is not finite.")
    assert_equal(again, first, "the output of a layer made with the same seed")
    check(not torch.equal(first, second), "Two seeds give the same weights.")


def test_float64(observe, draw):
    """A layer in float64 does not compute in float64."""
    state = {name: value.double() for name, value in draw.like(SHAPES).items()}
    state["weight"] = draw.normal(5, 7, dtype=torch.float64)
    x = draw.normal(4, 5, dtype=torch.float64)
    seen = observe(passed, name="MyLinear", state=state, x=x, arguments=SIZES)
    assert_close(seen["y"], reference(state, x))
