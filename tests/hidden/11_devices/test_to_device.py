from collections import namedtuple

import torch
from common import described, devices_of

from grader.testing import assert_equal, check, probe

Sample = namedtuple("Sample", ["image", "label"])
Point = namedtuple("Point", ["x"])


def as_batch(plan):
    """A batch from plain data, in which ("Sample", [...]) stands for a namedtuple."""
    if isinstance(plan, dict):
        return {key: as_batch(value) for key, value in plan.items()}
    if isinstance(plan, list):
        return [as_batch(value) for value in plan]
    if isinstance(plan, tuple):
        if plan and isinstance(plan[0], str) and plan[0] in ("Sample", "Point"):
            return {"Sample": Sample, "Point": Point}[plan[0]](*map(as_batch, plan[1]))
        return tuple(as_batch(value) for value in plan)
    return plan


@probe
def moved(unit, plan, device):
    """The moved batch, and what has become of the one that was given."""
    batch = as_batch(plan)
    result = unit.to_device(batch, torch.device(device))
    return {"result": described(result), "batch": described(batch)}


@probe
def containers(unit, plan, device):
    """Whether the containers of the result are new ones."""
    batch = as_batch(plan)
    result = unit.to_device(batch, torch.device(device))
    return [result is batch, result["a"] is batch["a"], result["a"][0] is batch["a"][0]]


@probe
def passed(unit, things, device):
    """Whether what is no tensor comes back as the same object."""
    result = unit.to_device(list(things), torch.device(device))
    alone = [unit.to_device(thing, torch.device(device)) for thing in things]
    return [a is b and a is c for a, b, c in zip(things, result, alone, strict=True)]


def expect_moved(observe, plan, cpu=True):
    """The batch arrives on every device, and the one that was given stays as it was."""
    for device in devices_of(observe, cpu):
        seen = observe(moved, plan=plan, device=device)
        expected = described(as_batch(plan), device)
        assert_equal(seen["result"], expected, f"(kind, place, content) by path, on {device}:")


def test_moves_to_the_device_of_the_caller(observe, draw):
    """A tensor does not arrive on the device that the caller names.

    The device is the caller's choice; it may be any, the CPU too. Code that names "cuda" outright
    runs on one kind of machine only, and there it cannot choose the second device.
    """
    expect_moved(observe, draw.normal(2, 3))
    expect_moved(observe, {"x": draw.normal(4), "y": draw.normal(2, 2)})


def test_keeps_values_and_dtypes(observe, draw):
    """A tensor changes its values or its dtype on the way.

    Labels are whole numbers, masks are true or false, and both have to stay so.
    """
    for tensor in [
        draw.integers(3, high=9),
        draw.normal(2, 3, dtype=torch.float64),
        draw.normal(4) > 0,
        torch.tensor(draw.integer(2, 9)),
        torch.zeros(0, 3),
    ]:
        expect_moved(observe, {"tensor": tensor})


def test_dicts_lists_and_tuples_keep_their_kind(observe, draw):
    """A dict, a list or a tuple is not moved, or comes back as something else.

    A DataLoader's pair may be a list or a tuple; whoever takes it apart may rely on either.
    """
    x, y = draw.normal(2, 3), draw.integers(2, high=5)
    for plan in [[x, y], (x, y), {"x": x, 7: y}, (x,), [], (), {}]:
        expect_moved(observe, plan)


def test_keeps_a_namedtuple(observe, draw):
    """A namedtuple is not moved, or comes back as something else.

    It is a tuple, but its class takes one argument a field: `Sample(image, label)`.
    """
    expect_moved(observe, ("Sample", [draw.normal(2, 3), draw.integers(2, high=5)]))
    expect_moved(observe, ("Point", [draw.normal(3)]))


def test_any_depth(observe, draw):
    """What is nested deeper is not moved, or not put together again as it was.

    A container holds containers. The function can call itself for each of them.
    """
    x, y, z = draw.normal(2, 3), draw.integers(2, high=5), draw.normal(1)
    expect_moved(observe, {"pair": (x, [y]), "deep": [{"more": ([{"z": z}], x)}]})
    expect_moved(observe, [("Sample", [{"a": [x]}, (y, z)]), [[[[z]]]]])


def test_passes_on_what_is_no_tensor(observe, draw):
    """A string, a number or `None` does not come back as it was.

    Look whether a value is a tensor, a dict, a list or a tuple. A string can be gone through as
    well, but it is none of them.
    """
    things = [draw.word(), draw.integer(300, 999), draw.number(0, 1), None, True, "", {1, 2}]
    same = observe(passed, things=things, device=devices_of(observe)[1])
    for thing, kept in zip(things, same, strict=True):
        check(kept, f"{thing!r} does not come back as it was.")
    expect_moved(observe, {"image": draw.normal(2), "name": draw.word(), "id": 7, "note": None})


def test_leaves_the_given_batch_alone(observe, draw):
    """The batch that was given is changed.

    Make new containers. Whoever gave the batch may need it once more.
    """
    plan = {"a": [[draw.normal(2)], draw.normal(3)], "b": draw.normal(2)}
    for device in devices_of(observe):
        seen = observe(moved, plan=plan, device=device)
        assert_equal(
            seen["batch"], described(as_batch(plan)), "(kind, place, content) of what was given:"
        )
        same = observe(containers, plan=plan, device=device)
        assert_equal(same, [False] * 3, "whether its containers are in the result")
