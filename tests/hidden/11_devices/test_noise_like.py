import math

import torch
from common import devices_of, place

from grader.testing import assert_equal, check, probe

MANY = 40_000


@probe
def noise(unit, x, device, transposed=False):
    """One call's noise, and all there is to see around it."""
    x = x.to(device)
    x = (x.T if transposed else x).requires_grad_()
    before = x.detach().clone()
    result = unit.noise_like(x)
    return {
        "noise": result,
        "place": place(result),
        "same": bool(torch.equal(before, x)) and x.requires_grad and place(x) == device,
        "gradient": result.requires_grad,
    }


@probe
def seeded(unit, x, device, seeds):
    """Two calls after each of the seeds."""
    x, found = x.to(device), []
    for seed in seeds:
        torch.manual_seed(seed)
        found.append([unit.noise_like(x), unit.noise_like(x)])
    return found


@probe
def on_the_cpu(unit, x, device):
    """Whether the generator of the CPU has given numbers for a tensor on another device."""
    x = x.to(device)
    torch.manual_seed(1)
    before = torch.get_rng_state()
    unit.noise_like(x)
    return not torch.equal(before, torch.get_rng_state())


def test_lies_where_x_lies(observe, draw):
    """The noise is not on the device of `x`.

    A new tensor is made on the CPU unless you say otherwise. The input knows the device: take it
    from there, never by a name such as "cuda".
    """
    for device in devices_of(observe):
        seen = observe(noise, x=draw.normal(2, 3), device=device)
        assert_equal(seen["place"], device, "the device of the noise")


def test_made_on_the_device(observe, draw):
    """The noise is drawn on the CPU and then moved.

    That is right and slow: numbers that nobody knows yet travel to the device, at every call.
    Have them drawn there.
    """
    for device in devices_of(observe, cpu=False):
        drawn = observe(on_the_cpu, x=draw.normal(50), device=device)
        check(not drawn, f"For a tensor on {device}, the CPU drew random numbers.")


def test_dtype_of_x(observe, draw):
    """The noise does not have the dtype of `x`."""
    for device in devices_of(observe):
        for dtype in (torch.float64, torch.float32, torch.float16, torch.bfloat16):
            seen = observe(noise, x=draw.normal(2, 3, dtype=dtype), device=device)
            assert_equal(str(seen["noise"].dtype), str(dtype), "the dtype of the noise")


def test_shape_of_x(observe, draw):
    """The noise does not have the shape of `x`."""
    device = devices_of(observe)[-1]
    for shape in [(), (1,), (5,), (0, 3), (2, 3, 4)]:
        seen = observe(noise, x=draw.normal(*shape), device=device)
        assert_equal(tuple(seen["noise"].shape), shape, "the shape of the noise")
    seen = observe(noise, x=draw.normal(2, 7), device=device, transposed=True)
    assert_equal(tuple(seen["noise"].shape), (7, 2), "the shape of the noise")


def test_standard_normal(observe, draw):
    """The numbers are not independent draws from the standard normal distribution.

    Its mean is 0 and its standard deviation 1, whatever is in `x`. `rand` draws evenly between 0
    and 1, `randn` normally.
    """
    for device in devices_of(observe)[:2]:
        x = draw.normal(MANY // 8, 8, mean=4, std=3)
        numbers = observe(noise, x=x, device=device)["noise"].flatten().double()
        check(len(numbers.unique()) > MANY // 2, "The same few numbers come again and again.")
        ordered = numbers.sort().values
        exact = (1 + torch.erf(ordered / math.sqrt(2))) / 2
        steps = torch.arange(1, MANY + 1) / MANY
        # Kolmogorov-Smirnov. By Massart's bound the chance that the distance exceeds e is at most
        # 2 exp(−2 n e²), with e = 0.018 and n = 40000 below 2e-11.
        distance = (steps - exact).abs().max().item() + 1 / MANY
        check(
            distance < 0.018,
            f"Their mean is {numbers.mean():.3f} and their standard deviation {numbers.std():.3f}.",
        )


def test_new_at_each_call(observe, draw):
    """Two calls give the same numbers.

    A seed that is set inside the function starts the generator again, for the whole program.
    """
    for device in devices_of(observe):
        ((first, second),) = observe(seeded, x=draw.normal(100), device=device, seeds=[draw.seed()])
        check((first != second).sum() > 50, "Two calls give the same numbers.")


def test_repeatable_by_the_seed(observe, draw):
    """After `torch.manual_seed` with the same seed the numbers are not the same again.

    PyTorch's functions draw from its own generators, which `torch.manual_seed` sets on every
    device. A generator of your own, or NumPy's, does not hear of it.
    """
    for device in devices_of(observe):
        a, b = draw.seed(), draw.seed()
        first, other, again = observe(seeded, x=draw.normal(100), device=device, seeds=[a, b, a])
        assert_equal(again, first, "the numbers after the same seed")
        check((first[0] != other[0]).sum() > 50, "Another seed gives the same numbers.")


def test_leaves_x_alone(observe, draw):
    """`x` is changed, or the noise asks for a gradient.

    A function whose name ends in `_`, such as `normal_`, fills the tensor that it is called on.
    """
    for device in devices_of(observe):
        seen = observe(noise, x=draw.normal(2, 3), device=device)
        check(seen["same"], "x is not as it was.")
        assert_equal(seen["gradient"], False, "requires_grad of the noise")
