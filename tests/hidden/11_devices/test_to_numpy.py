import numpy as np
import torch
from common import devices_of, place

from grader.testing import assert_close, assert_equal, check, probe


def facts(array):
    """What there is to know of an array, as plain data; of anything else only its kind."""
    if type(array) is not np.ndarray:
        return {"kind": type(array).__name__}
    return {
        "kind": "ndarray",
        "shape": list(array.shape),
        "dtype": str(array.dtype),
        "values": array,
    }


@probe
def converted(unit, t, device, asks=False, computed=False):
    """The array of a tensor, and the tensor afterwards."""
    t = t.to(device)
    if asks:
        t.requires_grad_()
    t = t * 2 if computed else t
    before = t.detach().clone()
    array = unit.to_numpy(t)
    return facts(array) | {
        "place": place(t),
        "asks": t.requires_grad,
        "graph": t.grad_fn is not None,
        "same": torch.equal(before, t.detach()),
    }


@probe
def gradient(unit, t, device):
    """The gradient at t of the sum of squares of 2 t, whose array was taken on the way."""
    t = t.to(device).requires_grad_()
    double = t * 2
    unit.to_numpy(double)
    unit.to_numpy(t)
    double.square().sum().backward()
    return t.grad


def assert_array(seen, expected):
    """An ndarray of the expected tensor's shape, dtype and values."""
    assert_equal(seen["kind"], "ndarray", "the kind of the result")
    assert_equal(seen["shape"], list(expected.shape), "the shape")
    assert_equal(seen["dtype"], str(expected.dtype).removeprefix("torch."), "the dtype")
    assert_equal(torch.from_numpy(seen["values"]).reshape(expected.shape), expected, "the array")


def test_from_any_device(observe, draw):
    """A tensor on some device does not become an array with its values.

    NumPy knows the computer's own memory only. `cpu()` brings a tensor there, from any device.
    """
    for device in devices_of(observe):
        t = draw.normal(2, 3)
        assert_array(observe(converted, t=t, device=device), t)


def test_with_a_gradient(observe, draw):
    """A tensor that asks for a gradient does not become an array.

    NumPy's numbers are no part of the graph, and PyTorch wants to hear that you know it:
    `detach()` gives the same values without the graph.
    """
    for device in devices_of(observe):
        t = draw.normal(2, 3)
        assert_array(observe(converted, t=t, device=device, asks=True), t)


def test_a_computed_tensor(observe, draw):
    """The result of a computation does not become an array."""
    for device in devices_of(observe):
        t = draw.normal(4)
        assert_array(observe(converted, t=t, device=device, asks=True, computed=True), t * 2)


def test_the_matching_dtype(observe, draw):
    """The array does not have the dtype that matches the tensor's.

    A detour through Python lists makes every number a float64 or an int64.
    """
    for device in devices_of(observe)[:2]:
        for dtype in (torch.float64, torch.float32, torch.float16):
            t = draw.normal(3, dtype=dtype)
            assert_array(observe(converted, t=t, device=device, asks=True), t)
        for t in (draw.integers(3, high=99), draw.integers(3, high=99).int(), draw.normal(5) > 0):
            assert_array(observe(converted, t=t, device=device), t)


def test_the_same_shape(observe, draw):
    """The array does not have the tensor's shape."""
    for device in devices_of(observe)[:2]:
        for shape in [(), (1,), (0, 3), (2, 1, 3)]:
            t = draw.normal(*shape)
            assert_array(observe(converted, t=t, device=device, asks=True), t)


def test_the_tensor_stays_as_it_was(observe, draw):
    """The tensor is changed: it lies elsewhere, or has lost its gradient.

    `detach_()` and `requires_grad_(False)`, with the `_`, change the tensor itself. `detach()`
    gives a new one.
    """
    for device in devices_of(observe):
        for computed in (False, True):
            t = draw.normal(3)
            seen = observe(converted, t=t, device=device, asks=True, computed=computed)
            assert_equal(seen["place"], device, "the device of the tensor afterwards")
            assert_equal(seen["asks"], True, "requires_grad afterwards")
            assert_equal(seen["graph"], computed, "whether it is part of a graph")
            check(seen["same"], "The tensor has other values.")
        t = draw.normal(3)
        assert_close(observe(gradient, t=t, device=device), 8 * t, "a gradient taken afterwards")
