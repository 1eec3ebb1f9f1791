import itertools

import torch
from common import devices_of, place

from grader.testing import assert_close, assert_equal, probe


@probe
def added(unit, x, y, places, device):
    """The sum of x and y, which lie on two devices, and both afterwards."""
    x, y = x.to(places[0]), y.to(places[1])
    total = unit.add_on(x, y, torch.device(device))
    return {"total": total, "places": [place(x), place(y), place(total)], "after": [x, y]}


@probe
def gradients(unit, x, y, factors, places, device):
    """The gradients of (sum · factors).sum() at x and y, and where they lie."""
    x, y = (t.to(p).requires_grad_() for t, p in zip((x, y), places, strict=True))
    (unit.add_on(x, y, torch.device(device)) * factors.to(device)).sum().backward()
    return {"values": [x.grad, y.grad], "places": [place(x.grad), place(y.grad)]}


def test_on_the_device_of_the_caller(observe, draw):
    """The sum does not arrive on the device that the caller names.

    The device is the caller's choice: take it from the argument. Code that names "cuda" outright
    runs on one kind of machine only, and there it cannot choose the second device.
    """
    x, y = draw.normal(3), draw.normal(3)
    for device in devices_of(observe):
        seen = observe(added, x=x, y=y, places=["cpu", "cpu"], device=device)
        assert_equal(seen["places"][2], device, "the device of the sum")
        assert_close(seen["total"], x + y, "the sum")


def test_operands_on_any_devices(observe, draw):
    """Operands that lie elsewhere are not moved, both of them.

    `x.to(device)` gives a new tensor. It does not move `x`, so the result has to be used.
    """
    for first, second, device in itertools.product(devices_of(observe), repeat=3):
        x, y = draw.normal(2, 3), draw.normal(2, 3)
        seen = observe(added, x=x, y=y, places=[first, second], device=device)
        assert_equal(seen["places"][2], device, "the device of the sum")
        assert_close(seen["total"], x + y, f"the sum of tensors on {first} and {second}")


def test_any_shapes_and_dtypes_that_add(observe, draw):
    """Tensors of different shapes or dtypes are not added as `x + y` adds them."""
    device = devices_of(observe)[-1]
    for x, y in [
        (draw.normal(3, 1), draw.normal(4)),
        (draw.integers(3, high=9), draw.normal(3)),
        (draw.integers(3, high=9), draw.integers(2, 3, high=9)),
        (draw.normal(2, dtype=torch.float64), draw.normal(2, dtype=torch.float64)),
        (draw.normal(0, 2), draw.normal(2)),
        (draw.normal(), draw.normal()),
    ]:
        seen = observe(added, x=x, y=y, places=["cpu", device], device=device)
        assert_close(seen["total"], x + y, "the sum")


def test_operands_stay_as_they_are(observe, draw):
    """`x` or `y` is changed, or lies elsewhere afterwards.

    Where a tensor is on the device already, `to` gives the very tensor back. What is added to it
    in place is added to the caller's.
    """
    for first, second, device in itertools.product(devices_of(observe), repeat=3):
        x, y = draw.normal(2, 3), draw.normal(2, 3)
        seen = observe(added, x=x, y=y, places=[first, second], device=device)
        assert_equal(seen["places"][:2], [first, second], "the list of places of x and y")
        assert_equal(seen["after"], [x, y], "the list of x and y")


def test_gradients_flow_back(observe, draw):
    """The gradients do not reach `x` and `y`, each on its own device.

    `to` is a step of the computation like any other. `detach`, `.data`, NumPy and making a tensor
    anew cut the graph.
    """
    for *places, device in itertools.product(devices_of(observe), repeat=3):
        x, y, factors = draw.normal(3), draw.normal(3), draw.normal(3)
        seen = observe(gradients, x=x, y=y, factors=factors, places=places, device=device)
        assert_close(seen["values"], [factors, factors], "the list of gradients")
        assert_equal(seen["places"], places, "the list of the gradients' places")
