import torch
from torch import nn

from grader.testing import assert_close, assert_equal, check, forbid, probe

FORBIDDEN = ("clip_grad_norm_", "clip_grad_norm", "get_total_norm", "clip_grads_with_norm_")


@probe
def clip(unit, values, slopes, max_norm, once=True):
    """Clip; the result, the gradients, and which of PyTorch's own functions were called."""
    params = [nn.Parameter(value.clone()) for value in values]
    for param, slope in zip(params, slopes, strict=True):
        param.grad = None if slope is None else slope.clone()
    called = []

    def recorded(name, function):
        def record(*arguments, **keywords):
            called.append(name)
            return function(*arguments, **keywords)

        return record

    kept = [
        (place, name, getattr(place, name))
        for place in (torch.nn.utils, torch.nn.utils.clip_grad)
        for name in FORBIDDEN
        if hasattr(place, name)
    ]
    try:
        for place, name, function in kept:
            setattr(place, name, recorded(name, function))
        given = (param for param in params) if once else params
        norm = unit.clip_gradients(given, max_norm)
    finally:
        for place, name, function in kept:
            setattr(place, name, function)
    values = [param.detach() for param in params]
    return {
        "norm": norm,
        "gradients": [p.grad for p in params],
        "values": values,
        "called": called,
    }


def norm_of(slopes):
    return sum(float(s.double().square().sum()) for s in slopes if s is not None) ** 0.5


def drawn(draw, dtype=torch.float32, size=1.0):
    shapes = [(3, 4), (4,), (2, 1, 3), ()]
    values = [draw.normal(*shape, dtype=dtype) for shape in shapes]
    slopes = [draw.normal(*shape, std=size, mean=size / 3, dtype=dtype) for shape in shapes]
    return values, slopes


def check_clipped(seen, slopes, max_norm, what="the list of gradients"):
    scale = min(1.0, max_norm / norm_of(slopes))
    # PyTorch divides by norm + 1e-6; the statement allows it.
    assert_close(seen["gradients"], [slope * scale for slope in slopes], what, rtol=2e-5)


def test_long_gradients_are_shortened(observe, draw):
    """Gradients that are longer than `max_norm` together are not scaled down to it.

    All gradients are one long vector. Each of its numbers is multiplied by `max_norm / norm`.
    """
    values, slopes = drawn(draw, size=5.0)
    for max_norm in (1.0, norm_of(slopes) / 2):
        seen = observe(clip, values=values, slopes=slopes, max_norm=max_norm)
        check_clipped(seen, slopes, max_norm)


def test_the_direction_stays(observe, draw):
    """Clipping changes the direction of the gradient.

    If each gradient is shortened on its own, or each number cut off, large parts shrink and small
    ones don't: the step goes somewhere else. One factor for all keeps the direction.
    """
    values, slopes = drawn(draw, size=1.0)
    slopes[0] = slopes[0] * 50
    seen = observe(clip, values=values, slopes=slopes, max_norm=2.0)
    check_clipped(seen, slopes, 2.0)


def test_short_gradients_stay(observe, draw):
    """Gradients that are short enough are changed.

    Clipping sets an upper bound. It never makes a gradient longer.
    """
    values, slopes = drawn(draw, size=0.1)
    for factor in (1.01, 3.0, 1000.0):
        seen = observe(clip, values=values, slopes=slopes, max_norm=norm_of(slopes) * factor)
        assert_equal(seen["gradients"], slopes, "the list of gradients")


def test_returns_the_norm_before(observe, draw):
    """The result is not the norm before clipping.

    After clipping it would always be `max_norm` at most. The norm before tells whether a training
    is about to blow up.
    """
    for size, max_norm in [(5.0, 1.0), (0.1, 10.0)]:
        values, slopes = drawn(draw, size=size)
        seen = observe(clip, values=values, slopes=slopes, max_norm=max_norm)
        norm = seen["norm"]
        norm = norm.item() if isinstance(norm, torch.Tensor) and norm.numel() == 1 else norm
        assert_close(norm, norm_of(slopes), "the result", rtol=1e-5)


def test_returns_a_float(observe, draw):
    """The result is not a Python `float`."""
    values, slopes = drawn(draw)
    seen = observe(clip, values=values, slopes=slopes, max_norm=1.0)
    came = type(seen["norm"]).__name__
    check(came == "float", f"A {came} came; a float was expected.")


def test_parameters_come_once(observe, draw):
    """A generator of parameters does not work, though a list does.

    `model.parameters()` can be gone through only once: a second loop over it finds nothing. Collect
    the gradients in a list first.
    """
    values, slopes = drawn(draw, size=5.0)
    for once in (False, True):
        seen = observe(clip, values=values, slopes=slopes, max_norm=1.0, once=once)
        what = "the list of gradients, from a " + ("generator" if once else "list")
        check_clipped(seen, slopes, 1.0, what)


def test_missing_gradients(observe, draw):
    """A parameter without a gradient is not left out.

    A parameter that took no part in the computation has `.grad` None.
    """
    values, slopes = drawn(draw, size=5.0)
    slopes[1] = None
    seen = observe(clip, values=values, slopes=slopes, max_norm=1.0)
    there = [slope for slope in slopes if slope is not None]
    check(seen["gradients"][1] is None, "The missing gradient is not None any more.")
    check_clipped({"gradients": [g for g in seen["gradients"] if g is not None]}, there, 1.0)
    seen = observe(clip, values=values, slopes=[None] * 4, max_norm=1.0)
    assert_equal(seen["norm"], 0.0, "the norm without any gradient")


def test_zero_gradients(observe, draw):
    """Gradients that are all zero don't stay zero.

    Their norm is 0, and 0 / 0 is NaN.
    """
    values, _ = drawn(draw)
    slopes = [torch.zeros_like(value) for value in values]
    seen = observe(clip, values=values, slopes=slopes, max_norm=1.0)
    assert_equal(seen["gradients"], slopes, "the list of gradients")
    assert_equal(seen["norm"], 0.0, "the norm")


def test_parameters_stay(observe, draw):
    """The parameters themselves are changed."""
    values, slopes = drawn(draw, size=5.0)
    seen = observe(clip, values=values, slopes=slopes, max_norm=1.0)
    assert_equal(seen["values"], values, "the list of parameters")


def test_float64(observe, draw):
    """Gradients in float64 don't stay in float64."""
    values, slopes = drawn(draw, torch.float64, size=5.0)
    seen = observe(clip, values=values, slopes=slopes, max_norm=1.0)
    check_clipped(seen, slopes, 1.0)


def test_does_not_use_clip_grad_norm(observe, source, draw):
    """`torch.nn.utils.clip_grad_norm_` does the work, or one of its two halves does.

    This exercise is about what they do inside: one norm, one factor. The halves are
    `get_total_norm` and `clip_grads_with_norm_`.
    """
    values, slopes = drawn(draw, size=5.0)
    seen = observe(clip, values=values, slopes=slopes, max_norm=1e6)
    check_clipped(seen, slopes, 1e6)
    called = ", ".join(sorted(set(seen["called"])))
    check(not called, f"torch.nn.utils is at work: {called}.")
    there = [name for name in FORBIDDEN if hasattr(torch.nn.utils, name)]
    forbid(source, *(f"torch.nn.utils.{name}" for name in there))
