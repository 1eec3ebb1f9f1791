import torch
from common import across, gradients, passed, reference_gradients, registered

from grader.testing import assert_close, assert_equal


def reference(x):
    """By the definition, in float64: sum over t of x[t] · exp(-2πi·k·t / n)."""
    n = x.shape[-1]
    k = torch.arange(n // 2 + 1, dtype=torch.float64)
    angle = 2 * torch.pi * k * torch.arange(n, dtype=torch.float64)[:, None] / n
    parts = [x.double() @ torch.cos(angle), -(x.double() @ torch.sin(angle))]
    return torch.stack(parts, -1).to(x.dtype)


def assert_transforms(observe, x):
    seen = observe(passed, name="HalfFourier", state={}, x=x)
    assert_close(seen["y"], reference(x), f"the output for an input of shape {tuple(x.shape)}")
    assert_equal(seen["x"], x, "the input after the call")


def test_coefficients(observe, draw):
    """The output does not hold the Fourier coefficients of the last dimension.

    They are those of `torch.fft.rfft` as it is by default: along the last dimension, not scaled.
    """
    for shape in [(8,), (3, 6), (4, 4)]:
        assert_transforms(observe, draw.normal(*shape))


def test_real_and_imaginary_part_come_last(observe, draw):
    """The real and the imaginary parts do not stand in a new last dimension, real part first.

    Neither the size of a coefficient nor all real parts followed by all imaginary ones are meant:
    [..., n // 2 + 1, 2].
    """
    x = draw.normal(2, 2)  # two coefficients of two parts: every order has the same shape
    assert_transforms(observe, x)
    assert_transforms(observe, draw.normal(3))


def test_how_many_for_an_even_length(observe, draw):
    """For an even n there are not n // 2 + 1 coefficients.

    The first is the sum. The last, number n / 2, swings from each number to the next, and belongs
    to the first half too.
    """
    for n in (2, 4, 10):
        assert_transforms(observe, draw.normal(3, n))


def test_how_many_for_an_odd_length(observe, draw):
    """For an odd n there are not n // 2 + 1 coefficients: for n = 5 it is 3."""
    for n in (1, 3, 5, 7, 11):
        assert_transforms(observe, draw.normal(3, n))


def test_sign_of_the_imaginary_part(observe, draw):
    """The imaginary parts have the wrong sign.

    The transform multiplies with exp(−2πi·k·t/n), with a minus: a sine wave has a negative
    imaginary part.
    """
    n, k, size = 12, draw.integer(1, 5), draw.number(1.0, 2.0)
    x = size * torch.sin(2 * torch.pi * k * torch.arange(n) / n)
    expected = torch.zeros(n // 2 + 1, 2)
    expected[k, 1] = -size * n / 2
    seen = observe(passed, name="HalfFourier", state={}, x=x)
    assert_close(seen["y"], expected, f"the output for a sine that swings {k} times")


def test_leading_dimensions(observe, draw):
    """An input with no leading dimension, or with several, does not work."""
    for shape in [(5,), (1, 6), (2, 3, 4), (2, 1, 3, 7)]:
        assert_transforms(observe, draw.normal(*shape))
    x = draw.normal(3, 6)
    y = observe(across, name="HalfFourier", state={}, x=x)
    assert_close(y, reference(x), "the output for an input that does not lie in one piece")


def test_gradient(observe, draw):
    """The gradient at the input is not right, or there is none.

    Every step has to be a PyTorch operation on tensors: NumPy's transform keeps no graph.
    """
    for n in (6, 7):
        x, cotangent = draw.normal(3, n), draw.normal(3, n // 2 + 1, 2)
        seen = observe(gradients, name="HalfFourier", state={}, x=x, cotangent=cotangent)
        expected = reference_gradients(lambda _, x: reference(x), {}, x, cotangent)
        assert_close(seen, expected, "the gradients")


def test_registers_nothing(observe, draw):
    """The layer registers something.

    The rule is fixed: there is nothing to learn and nothing to remember.
    """
    nothing = {"parameters": {}, "buffers": {}, "state": {}}
    for seen in observe(registered, name="HalfFourier", x=draw.normal(3, 4)):
        assert_equal(seen, nothing, "what is registered")


def test_float64(observe, draw):
    """An input in float64 does not give an output in float64."""
    assert_transforms(observe, draw.normal(3, 9, dtype=torch.float64))
