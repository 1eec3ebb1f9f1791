import torch
from common import (
    across,
    fresh,
    gradients,
    none_of,
    passed,
    reference_gradients,
    reference_training,
    registered,
    trained,
    used,
)

from grader.testing import assert_close, assert_equal, check, forbid, probe

SHAPES = {"weight": (4, 4, 3)}
SIZES = (4, 3)


def reference(state, x):
    pairs = x[:, :, None] * x[:, None, :]
    return pairs.flatten(1) @ state["weight"].flatten(0, 1)


@probe
def reloaded(unit, state, x):
    """The state of one layer, loaded strictly into another."""
    first, second = unit.QuadraticForm(4, 3), unit.QuadraticForm(4, 3)
    first.load_state_dict(state, strict=True)
    second.load_state_dict(first.state_dict(), strict=True)
    return dict(second.state_dict()), second(x)


def test_every_pair_counts(observe, draw):
    """The output is not the sum over all pairs i, j of weight[i, j, k] · x[i] · x[j].

    Each pair of inputs has a weight of its own, also a pair of an input with itself, and (0, 1) is
    another pair than (1, 0).
    """
    state, x = draw.like(SHAPES), draw.normal(6, 4)
    seen = observe(passed, name="QuadraticForm", state=state, x=x, arguments=SIZES)
    assert_close(seen["y"], reference(state, x))
    assert_equal(seen["x"], x, "the input after the call")


def test_products_of_different_inputs(observe, draw):
    """Products of two different inputs are missing.

    The weight here is zero wherever i equals j. What is left are the products x[i] · x[j] of two
    different inputs; squares alone give 0.
    """
    weight = draw.normal(4, 4, 3) * (1 - torch.eye(4))[:, :, None]
    state, x = {"weight": weight}, draw.normal(5, 4)
    seen = observe(passed, name="QuadraticForm", state=state, x=x, arguments=SIZES)
    assert_close(seen["y"], reference(state, x))


def test_each_sample_alone(observe, draw):
    """The samples of a batch mix.

    Sample b of the output depends on sample b of the input, and on no other. In `torch.einsum`
    both factors need the same letter for the batch.
    """
    state, x = draw.like(SHAPES), draw.normal(5, 4)
    for rows in (x, x[2:3], x.flip(0)):
        seen = observe(passed, name="QuadraticForm", state=state, x=rows, arguments=SIZES)
        assert_close(seen["y"], reference(state, rows), f"the output for {len(rows)} samples")


def test_units_come_last(observe, draw):
    """The dimensions of the weight stand for something else.

    It is weight[i, j, k]: the two inputs first, the output last. With as many outputs as inputs
    every order runs, and only this one is right.
    """
    state, x = {"weight": draw.normal(3, 3, 3)}, draw.normal(4, 3)
    seen = observe(passed, name="QuadraticForm", state=state, x=x, arguments=(3, 3))
    assert_close(seen["y"], reference(state, x))


def test_scales_with_the_square(observe, draw):
    """Twice the input does not give four times the output."""
    state, x = draw.like(SHAPES), draw.normal(3, 4)
    for factor in (2.0, -1.0, 0.0, 100.0):
        seen = observe(passed, name="QuadraticForm", state=state, x=factor * x, arguments=SIZES)
        expected = factor**2 * reference(state, x)
        atol = 1e-5 * factor**2 + 1e-6
        assert_close(seen["y"], expected, f"the output for {factor:g} times the input", atol=atol)


def test_registers_the_weight(observe, draw):
    """`weight` is not registered with the shape [features, features, units], or not alone."""
    for seen in observe(registered, name="QuadraticForm", x=draw.normal(2, 4), arguments=SIZES):
        assert_equal(seen["parameters"], SHAPES, "the shapes of the parameters")
        assert_equal(seen["buffers"], {}, "the buffers")
        assert_equal(seen["state"], SHAPES, "the shapes in the state_dict")


def test_gradients(observe, draw):
    """The gradient of the weight or of the input is not right.

    The input stands in the sum twice, and both places give a part of its gradient.
    """
    state, x, cotangent = draw.like(SHAPES), draw.normal(6, 4), draw.normal(6, 3)
    seen = observe(
        gradients, name="QuadraticForm", state=state, x=x, cotangent=cotangent, arguments=SIZES
    )
    expected = reference_gradients(reference, state, x, cotangent)
    assert_close(seen, expected, "the gradients")


def test_an_optimizer_trains_it(observe, draw):
    """Some steps of SGD do not change the layer as they should."""
    state, x = draw.like(SHAPES), draw.normal(4, 4)
    batches = [(draw.normal(8, 4), draw.normal(8, 3)) for _ in range(3)]
    seen = observe(
        trained, name="QuadraticForm", state=state, batches=batches, lr=0.1, x=x, arguments=SIZES
    )
    expected = reference_training(reference, state, batches, 0.1)
    assert_close(seen["state"], expected, "what the layer holds after three steps")
    assert_close(seen["y"], reference(expected, x), "the output after three steps")


def test_state_dict_round_trip(observe, draw):
    """The state of one layer cannot be loaded into another."""
    state, x = draw.like(SHAPES), draw.normal(3, 4)
    kept, y = observe(reloaded, state=state, x=x)
    assert_equal(kept, state, "the state_dict")
    assert_close(y, reference(state, x))


def test_starts_random(observe, draw):
    """The weight does not start with random numbers that follow `torch.manual_seed`.

    Two seeds have to give two starts, and the same seed the same one.
    """
    one, other, x = draw.seed(), draw.seed(), draw.normal(4, 4)
    first, second, again = observe(
        fresh, name="QuadraticForm", seeds=[one, other, one], x=x, arguments=SIZES
    )
    check(torch.is_tensor(first) and first.isfinite().all(), "The output is not finite.")
    assert_equal(again, first, "the output of a layer made with the same seed")
    check(not torch.equal(first, second), "Two seeds give the same weights.")


def test_batches(observe, draw):
    """A batch of one, an empty one, or one that does not lie in one piece does not work."""
    state = draw.like(SHAPES)
    for n in (1, 0):
        x = draw.normal(n, 4)
        seen = observe(passed, name="QuadraticForm", state=state, x=x, arguments=SIZES)
        assert_close(seen["y"], reference(state, x), f"the output for a batch of {n}")
    x = draw.normal(5, 4)
    y = observe(across, name="QuadraticForm", state=state, x=x, arguments=SIZES)
    assert_close(y, reference(state, x), "the output for an input that does not lie in one piece")


def test_float64(observe, draw):
    """A layer in float64 does not compute in float64."""
    state = {"weight": draw.normal(4, 4, 3, dtype=torch.float64)}
    x = draw.normal(5, 4, dtype=torch.float64)
    seen = observe(passed, name="QuadraticForm", state=state, x=x, arguments=SIZES)
    assert_close(seen["y"], reference(state, x))


def test_does_not_use_bilinear(observe, source, draw):
    """PyTorch's bilinear layer does the work.

    A quadratic form is a bilinear one with the same input twice, so `nn.Bilinear` would do it all.
    Write the sum yourself: `torch.einsum` spells it almost as the formula does.
    """
    seen = observe(used, name="QuadraticForm", x=draw.normal(2, 4), arguments=SIZES)
    check(torch.is_tensor(seen["y"]) and seen["y"].shape == (2, 3), "The output has a wrong shape.")
    none_of(seen, ("bilinear", "trilinear"), "PyTorch's bilinear layer does the work.")
    forbid(source, "torch.nn.Bilinear", "torch.nn.functional.bilinear", "torch.bilinear")
