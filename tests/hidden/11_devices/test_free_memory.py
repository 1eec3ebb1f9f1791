import gc

import torch
from common import accelerators, devices_of

from grader import devices
from grader.testing import assert_equal, check, probe

BLOCK = 512  # memory is handed out in pieces of so many bytes


@probe
def freed(unit, count=None):
    """The result, with kinds; on a machine with `count` devices, if it is given."""
    if count is None:
        found = unit.free_memory()
    else:
        with devices.patched_count(count):
            found = unit.free_memory()
    return {
        "memory": {str(key): value for key, value in found.items()},
        "strings": all(type(key) is str for key in found),
        "ints": all(type(value) is int for value in found.values()),
    }


@probe
def held(unit, blocks):
    """The result before and after tensors of so many blocks are made, and once they are gone."""
    names = accelerators(unit)
    for name in names:
        torch.zeros(10_000 * BLOCK, dtype=torch.uint8, device=name)  # a peak, gone at once
    gc.freeze()  # what code before this has left behind stays, even if garbage is collected
    try:
        before = unit.free_memory()
        tensors = [
            torch.zeros(count * BLOCK, dtype=torch.uint8, device=name)
            for name, count in zip(names, blocks, strict=False)
        ]
        during = unit.free_memory()
        sums = [int(tensor.sum()) for tensor in tensors]  # they are still there, and unharmed
        tensors.clear()
        after = unit.free_memory()
    finally:
        gc.unfreeze()
    return {"before": before, "during": during, "after": after, "sums": sums}


@probe
def cached(unit, megabytes):
    """Bytes reserved on each device, once large tensors are gone, before the call and after it."""
    names = accelerators(unit)
    for name in names:
        torch.zeros(megabytes << 20, dtype=torch.uint8, device=name)
    before = [torch.accelerator.memory_reserved(torch.device(name)) for name in names]
    unit.free_memory()
    return [before, [torch.accelerator.memory_reserved(torch.device(name)) for name in names]]


def draw_blocks(draw):
    """An odd number, which is never a whole number of the cache's segments."""
    return 2 * draw.integer(50, 2500) + 1


def test_each_device_by_its_name(observe):
    """The keys are not the names of all the accelerator's devices.

    A name is a string with the type and the index, such as `"cuda:0"`. `torch.accelerator` knows
    the type and the count. `torch.cuda` finds nothing where the accelerator is of another kind.
    """
    seen = observe(freed)
    check(seen["strings"], "A key is no string.")
    assert_equal(sorted(seen["memory"]), devices_of(observe, cpu=False), "the sorted list of keys")


def test_bytes_that_tensors_hold(observe, draw):
    """The numbers are not the bytes that tensors on the device hold.

    Held is what a tensor needs that still exists. The cache does not belong to it, nor what was
    held some time ago, nor what is free.
    """
    names = devices_of(observe, cpu=False)
    blocks = [draw_blocks(draw) for _ in names]
    seen = observe(held, blocks=blocks)
    assert_equal(seen["sums"], [0] * len(names), "the list of sums over the tensors")
    for name, count in zip(names, blocks, strict=True):
        before, during, after = (seen[when].get(name, 0) for when in ("before", "during", "after"))
        what = f"the bytes on {name} that a tensor of {count * BLOCK} adds"
        assert_equal(during - before, count * BLOCK, what)
        assert_equal(after - before, 0, f"the bytes on {name} that it leaves when it is gone")


def test_each_device_has_its_own_number(observe, draw):
    """A device's number is that of another device.

    `memory_allocated()` without an argument tells of the current device only.
    """
    names = devices_of(observe, cpu=False)
    for place, name in enumerate(names):
        blocks = [0] * len(names)
        blocks[place] = draw_blocks(draw)
        seen = observe(held, blocks=blocks)
        added = {n: seen["during"].get(n, 0) - seen["before"].get(n, 0) for n in names}
        expected = {n: count * BLOCK for n, count in zip(names, blocks, strict=True)}
        assert_equal(added, expected, f"what a tensor on {name} adds:")


def test_empties_the_cache(observe, draw):
    """The cache is not emptied: memory stays reserved that nobody holds.

    PyTorch keeps the memory of tensors that are gone, until `empty_cache` gives it back.
    """
    size = draw.integer(6, 9)
    before, after = observe(cached, megabytes=size)
    for name, full, rest in zip(devices_of(observe, cpu=False), before, after, strict=True):
        check(
            rest <= full - ((size - 3) << 20),
            f"On {name} {full} bytes were reserved before the call, and {rest} after it.",
        )


def test_empty_without_an_accelerator(observe):
    """Without an accelerator the result is not an empty dict, or an error comes.

    Code for any machine asks first how many devices there are.
    """
    assert_equal(observe(freed, count=0)["memory"], {}, "the result")


def test_as_many_as_there_are(observe):
    """The result tells of other devices than there are at the time of the call."""
    names = devices_of(observe, cpu=False)
    seen = observe(freed, count=1)
    assert_equal(sorted(seen["memory"]), names[:1], "the sorted list of keys, for one device")


def test_whole_numbers(observe):
    """A number of bytes is not an int."""
    seen = observe(freed)
    check(seen["memory"], "The result is empty.")
    check(seen["ints"], f"The numbers are {list(seen['memory'].values())}.")
