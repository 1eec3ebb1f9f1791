import math

import torch

from grader.testing import assert_close, check, probe


@probe
def rates(unit, steps, warmup, total, base):
    return [unit.warmup_cosine(step, warmup, total, base) for step in steps]


def reference(step, warmup, total, base):
    if step < warmup:
        return base * (step + 1) / warmup
    part = min(1.0, (step - warmup) / (total - warmup))
    return base * 0.5 * (1 + math.cos(math.pi * part))


def compare(observe, steps, warmup, total, base):
    came = observe(rates, steps=steps, warmup=warmup, total=total, base=base)
    for step, rate in zip(steps, came, strict=True):
        rate = rate.item() if isinstance(rate, torch.Tensor) and rate.numel() == 1 else rate
        what = f"the rate of step {step} with warmup={warmup}, total={total}, base={base:.4g}"
        # float32 is enough for a learning rate.
        assert_close(rate, reference(step, warmup, total, base), what, rtol=1e-6, atol=1e-6 * base)


def drawn(draw):
    warmup = draw.integer(4, 20)
    return warmup, warmup + draw.integer(11, 60), draw.number(0.01, 3.0)


def test_the_rate_rises_to_base(observe, draw):
    """In the warm-up the rate is not base · (step + 1) / warmup.

    Steps count from 0, so the first step has a rate above 0 (a step with rate 0 would be wasted),
    and the last warm-up step has the rate `base`.
    """
    warmup, total, base = drawn(draw)
    compare(observe, list(range(warmup)), warmup, total, base)
    compare(observe, [0], 1, total, base)


def test_the_cosine_begins_after_the_warmup(observe, draw):
    """After the warm-up the rate is not half a cosine from base to 0.

    The cosine begins at `step = warmup`, and from there on has `total − warmup` steps to go. It
    goes down only: half a period, from 0 to π.
    """
    warmup, total, base = drawn(draw)
    compare(observe, list(range(warmup, total)), warmup, total, base)


def test_zero_at_the_end_and_after(observe, draw):
    """From `step = total` on the rate is not 0.

    A cosine that is not stopped comes up again: somebody who trains a little longer would spoil a
    finished model with large steps.
    """
    warmup, total, base = drawn(draw)
    compare(observe, [total, total + 1, 2 * total, 10 * total], warmup, total, base)


def test_without_warmup(observe, draw):
    """With `warmup=0` it does not begin with base.

    No step is a warm-up step then, and nothing may be divided by 0.
    """
    _, total, base = drawn(draw)
    compare(observe, list(range(0, total, 3)), 0, total, base)


def test_the_shortest_cosine(observe, draw):
    """With `total = warmup + 1` the rate is not base once more and then 0."""
    warmup, _, base = drawn(draw)
    compare(observe, [warmup - 1, warmup, warmup + 1], warmup, warmup + 1, base)


def test_gives_floats(observe, draw):
    """The result is not a Python `float`.

    Optimizers and log files expect a number, not a tensor.
    """
    warmup, total, base = drawn(draw)
    steps = [0, warmup, total - 1, total]
    for step, rate in zip(
        steps, observe(rates, steps=steps, warmup=warmup, total=total, base=base), strict=True
    ):
        check(type(rate) in (float, int), f"A {type(rate).__name__} came for step {step}.")
