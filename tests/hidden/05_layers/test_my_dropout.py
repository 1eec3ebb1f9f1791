import math

import torch
from common import gradients, none_of, passed, registered, used
from torch import nn

from grader.testing import assert_close, assert_equal, check, forbid, probe

# Counts of random masks are judged by Hoeffding's inequality: the mean of n independent numbers
# between 0 and 1 is off its expected value by more than t with probability at most
# 2·exp(-2·n·t²), which is 1e-10 for t = sqrt(ln(2e10) / (2·n)). There are six such bounds in
# this file, so a right answer fails by chance in at most 6e-10 of all runs; the other chances
# that are named below are far smaller.
DROPOUTS = (
    *(f"torch.nn.{kind}" for kind in ("Dropout", "Dropout1d", "Dropout2d", "Dropout3d")),
    *(f"torch.nn.{kind}" for kind in ("AlphaDropout", "FeatureAlphaDropout")),
    "torch.nn.modules.dropout._DropoutNd",
    *(f"torch.nn.functional.dropout{dims}" for dims in ("", "1d", "2d", "3d")),
    "torch.nn.functional.alpha_dropout",
    "torch.nn.functional.feature_alpha_dropout",
    *(
        f"torch.{kind}dropout{end}"
        for kind in ("", "alpha_", "feature_", "feature_alpha_")
        for end in ("", "_")
    ),
    "torch.native_dropout",
    *(f"torch.ops.aten.{kind}dropout" for kind in ("", "alpha_", "feature_", "feature_alpha_")),
    "torch.ops.aten.native_dropout",
)
SIDE = 200  # the mask of a SIDE × SIDE input has 40000 independent places


def allowance(n):
    return math.sqrt(math.log(2e10) / (2 * n))


@probe
def calls(unit, p, x, seeds, modes=None):
    """The outputs of one layer: a call a seed (None: go on), in the mode named for it."""
    net = nn.Sequential(unit.MyDropout(p))
    outputs = []
    for seed, training in zip(seeds, modes or [True] * len(seeds), strict=True):
        if seed is not None:
            torch.manual_seed(seed)
        outputs.append(net.train(training)(x.clone()))
    return outputs


@probe
def seeded_gradient(unit, p, seed, x, cotangent):
    torch.manual_seed(seed)
    leaf = x.clone().requires_grad_()
    y = unit.MyDropout(p)(leaf + 0)
    (y * cotangent).sum().backward()
    return y, leaf.grad


def away_from_zero(draw, *shape, dtype=None):
    """Numbers of both signs, none of them near 0: a 0 in the output is a dropped one."""
    return draw.uniform(*shape, low=1, high=2, dtype=dtype) * (
        2 * draw.integers(*shape, high=2) - 1
    )


def kept(y, x, p):
    """The mask of an output, after a look at every number: 0, or x / (1 - p)."""
    check(torch.is_tensor(y), "The layer gives no tensor.")
    check(y.shape == x.shape, f"The output has shape {tuple(y.shape)}, not {tuple(x.shape)}.")
    mask = y != 0
    assert_close(y, torch.where(mask, x / (1 - p), torch.zeros_like(x)))
    return mask


def test_what_is_kept_is_scaled(observe, draw):
    """What is kept is not divided by 1 − p.

    With a part of the numbers missing the sum behind the layer would shrink. Dividing the rest by
    1 − p makes the expected output equal to the input, so that nothing need change in evaluation.
    """
    x = away_from_zero(draw, 30, 40)
    for p in (0.2, 0.5, 0.9):
        (y,) = observe(calls, p=p, x=x, seeds=[draw.seed()])
        check(kept(y, x, p).any(), "Not one number was kept.")  # p = 0.9: chance 0.9^1200 = 1e-55


def test_how_many_are_dropped(observe, draw):
    """The part of the numbers that is dropped is not p.

    p is the probability of being *dropped*, not of being kept.
    """
    x = away_from_zero(draw, SIDE * SIDE, 1)
    for p in (0.1, 0.3, 0.8):
        (y,) = observe(calls, p=p, x=x, seeds=[draw.seed()])
        dropped = (y == 0).double().mean().item()
        check(
            abs(dropped - p) <= allowance(x.numel()),
            f"With p = {p}, {dropped:.1%} of {x.numel()} numbers were dropped.",
        )


def test_each_number_by_itself(observe, draw):
    """The numbers are not dropped independently of each other.

    Each place of the input has a draw of its own. A mask for a whole row or column, or a fixed
    number of places to drop, is something else.
    """
    p = 0.3
    x = away_from_zero(draw, SIDE, SIDE)
    (y,) = observe(calls, p=p, x=x, seeds=[draw.seed()])
    mask = kept(y, x, p)
    expected = p**2 + (1 - p) ** 2  # two independent places are alike with this probability
    for rows, what in [(mask, "rows"), (mask.T, "columns")]:
        alike = (rows[0::2] == rows[1::2]).double().mean().item()
        check(
            abs(alike - expected) <= allowance(SIDE * SIDE // 2),
            f"Neighbouring {what} are alike in {alike:.1%} of their places; with p = {p} it "
            f"should be about {expected:.0%}.",
        )
    # A single number, 80 times: all alike with probability 2 · 0.5^80, which is 2e-24.
    x = away_from_zero(draw, 1)
    outputs = observe(calls, p=0.5, x=x, seeds=[draw.seed(), *[None] * 79])
    count = sum(int(kept(y, x, 0.5)) for y in outputs)
    check(0 < count < 80, f"With p = 0.5 a single number was kept in {count} of 80 calls.")


def test_fresh_mask_each_call(observe, draw):
    """Two calls use the same mask.

    Draw the mask in `forward`, not in `__init__`, and set no seed in the layer: a network that
    always misses the same numbers learns to do without them, and no more than that.
    """
    p = 0.3
    x = away_from_zero(draw, SIDE * SIDE, 1)
    first, second = observe(calls, p=p, x=x, seeds=[draw.seed(), None])
    alike = (kept(first, x, p) == kept(second, x, p)).double().mean().item()
    expected = p**2 + (1 - p) ** 2
    check(
        abs(alike - expected) <= allowance(x.numel()),
        f"The masks of two calls are alike in {alike:.1%} of their places; with p = {p} it should "
        f"be about {expected:.0%}.",
    )


def test_same_seed_same_mask(observe, draw):
    """The mask does not follow `torch.manual_seed`, so no run can be repeated.

    Draw with PyTorch's random numbers, and from its own generator.
    """
    x = away_from_zero(draw, 20, 20)
    one, other = draw.seed(), draw.seed()
    first, between, again = observe(calls, p=0.5, x=x, seeds=[one, other, one])
    assert_equal(again, first, "the output after the same seed")
    # Equal masks of 400 places by chance: 0.5^400.
    check(not torch.equal(between, first), "Another seed gives the same mask.")


def test_evaluation_is_the_identity(observe, draw):
    """In evaluation the output is not the input.

    Look at `self.training`. In evaluation nothing is dropped and nothing scaled: whoever uses the
    network wants the same answer every time.
    """
    x = away_from_zero(draw, 20, 20)
    for p in (0.5, 0.0, 1.0):
        (y,) = observe(calls, p=p, x=x, seeds=[draw.seed()], modes=[False])
        assert_close(y, x, f"the output in evaluation with p = {p}", rtol=1e-6, atol=0)


def test_training_after_evaluation(observe, draw):
    """The layer does not go back to dropping once it was in evaluation.

    `net.train()` and `net.eval()` set `self.training` back and forth. A flag of your own does not
    follow.
    """
    x = away_from_zero(draw, 20, 20)
    modes = [True, False, True, False]
    outputs = observe(calls, p=0.5, x=x, seeds=[draw.seed(), None, None, None], modes=modes)
    for y, training in zip(outputs, modes, strict=True):
        if training:
            dropped = int((~kept(y, x, 0.5)).sum())
            check(0 < dropped < 400, f"{dropped} of 400 numbers were dropped in training.")
        else:
            assert_close(y, x, "the output in evaluation", rtol=1e-6, atol=0)


def test_p_of_zero(observe, draw):
    """With p = 0 the output in training is not the input."""
    x = away_from_zero(draw, 10, 12)
    (y,) = observe(calls, p=0.0, x=x, seeds=[draw.seed()])
    assert_close(y, x, "the output with p = 0", rtol=1e-6, atol=0)


def test_p_of_one(observe, draw):
    """With p = 1 the output in training is not all zeros.

    Nothing is kept, and 1 − p is 0: a division by it is an error for numbers and gives `nan` for
    tensors. Treat the case, or divide by something else there.
    """
    for dtype in (torch.float32, torch.float64):
        x = away_from_zero(draw, 10, 12, dtype=dtype)
        (y,) = observe(calls, p=1.0, x=x, seeds=[draw.seed()])
        # A minus in front of a zero is no matter.
        assert_close(y, torch.zeros_like(x), "the output with p = 1", rtol=0, atol=0)


def test_gradient(observe, draw):
    """The gradient at the input is not 1 / (1 − p) where the number was kept, and 0 elsewhere."""
    p, x, cotangent = 0.4, away_from_zero(draw, 12, 10), draw.normal(12, 10)
    y, gradient = observe(seeded_gradient, p=p, seed=draw.seed(), x=x, cotangent=cotangent)
    expected = torch.where(kept(y, x, p), cotangent / (1 - p), torch.zeros_like(x))
    assert_close(gradient, expected, "the gradient at the input")
    seen = observe(
        gradients,
        name="MyDropout",
        state={},
        x=x,
        cotangent=cotangent,
        arguments=(p,),
        training=False,
    )
    assert_close(seen["x"], cotangent, "the gradient at the input in evaluation")


def test_gradient_with_p_of_one(observe, draw):
    """With p = 1 the gradient at the input is not 0, or there is none.

    New zeros, as from `torch.zeros_like`, have no history: `backward()` finds no way from them to
    the input, and where nothing else learns it is an error. Zeros that were computed from the
    input, by a mask or a product with 0, have the gradient 0.
    """
    x, cotangent = away_from_zero(draw, 5, 7), draw.normal(5, 7)
    seen = observe(
        gradients, name="MyDropout", state={}, x=x, cotangent=cotangent, arguments=(1.0,)
    )
    what = "the gradient at the input with p = 1"
    check(torch.is_tensor(seen["x"]), f"There is no way back: {what} does not exist.")
    assert_close(seen["x"], torch.zeros_like(x), what, rtol=0, atol=0)


def test_any_shape(observe, draw):
    """An input of some shape does not work."""
    for shape in [(6,), (), (1, 1), (0, 3), (2, 3, 4), (2, 1, 3, 2)]:
        x = away_from_zero(draw, *shape)
        (y,) = observe(calls, p=0.5, x=x, seeds=[draw.seed()])
        kept(y, x, 0.5)


def test_input_is_left_alone(observe, draw):
    """The layer changes its input.

    Multiplying in place, or writing zeros into `x`, changes the tensor that the caller still holds.
    """
    x = away_from_zero(draw, 8, 9)
    for training in (True, False):
        seen = observe(passed, name="MyDropout", state={}, x=x, arguments=(0.5,), training=training)
        check(torch.is_tensor(seen["y"]), "The layer gives no tensor.")
        assert_equal(seen["x"], x, "the input after the call")


def test_registers_nothing(observe, draw):
    """The layer registers something.

    There is nothing to learn, and a mask is forgotten after its call: nothing belongs into a file.
    """
    nothing = {"parameters": {}, "buffers": {}, "state": {}}
    for seen in observe(registered, name="MyDropout", x=draw.normal(3, 4), arguments=(0.5,)):
        assert_equal(seen, nothing, "what is registered")


def test_float64(observe, draw):
    """An input in float64 does not give an output in float64."""
    x = away_from_zero(draw, 20, 20, dtype=torch.float64)
    (y,) = observe(calls, p=0.25, x=x, seeds=[draw.seed()])
    kept(y, x, 0.25)


def test_does_not_use_dropout(observe, source, draw):
    """PyTorch's dropout does the work.

    This exercise is about what it does inside. Draw the mask yourself.
    """
    x = draw.normal(4, 5)
    seen = observe(used, name="MyDropout", x=x, arguments=(0.5,))
    check(torch.is_tensor(seen["y"]) and seen["y"].shape == (4, 5), "The output has a wrong shape.")
    none_of(seen, ("dropout",), "PyTorch's dropout does the work.")
    forbid(source, *DROPOUTS)
