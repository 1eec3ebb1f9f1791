import torch

from grader import devices
from grader.testing import assert_equal, check, probe

COUNTS = [0, 1, 2, 3, 5]


@probe
def chosen(unit, count, indices):
    """What both functions give where there are `count` devices."""
    with devices.patched_count(count):
        found = [unit.try_gpu(i) for i in indices]
        default = unit.try_gpu()
    return {
        "names": [str(device) for device in found],
        "default": str(default),
        "devices": all(isinstance(device, torch.device) for device in [*found, default]),
    }


@probe
def everything(unit, counts):
    """try_all_gpus for one count of devices after the other."""
    lists = []
    for count in counts:
        with devices.patched_count(count):
            lists.append(unit.try_all_gpus())
    return {
        "kinds": [type(found).__name__ for found in lists],
        "names": [[str(device) for device in found] for found in lists if type(found) is list],
        "devices": all(
            isinstance(d, torch.device) for found in lists if type(found) is list for d in found
        ),
    }


def numbered(name, i):
    """Whether a name is that of device i, by torch.cuda or by torch.accelerator."""
    return name in (f"cuda:{i}", f"sim:{i}")


def test_the_device_of_that_number(observe, draw):
    """`try_gpu(i)` is not the device number i, although there is one.

    With n devices the numbers are 0 to n − 1. `torch.device` takes a type and an index.
    """
    for count in (1, 2, draw.integer(3, 8)):
        names = observe(chosen, count=count, indices=list(range(count)))["names"]
        for i, name in enumerate(names):
            check(numbered(name, i), f"Of {count} devices, try_gpu({i}) is {name}.")


def test_cpu_where_there_is_no_such_number(observe, draw):
    """`try_gpu(i)` does not give the CPU where there is no device number i.

    Ask how many devices there are. Code that names "cuda" outright gives a device that is not
    there, and fails one line later, when a tensor is to be made on it.
    """
    for count in (0, 1, 2, draw.integer(3, 8)):
        indices = [count, count + 1, count + draw.integer(2, 50)]
        names = observe(chosen, count=count, indices=indices)["names"]
        assert_equal(names, ["cpu"] * 3, f"the list for {indices} where there are {count} devices")


def test_negative_numbers_give_the_cpu(observe, draw):
    """A negative number does not give the CPU.

    −1 is less than any count, so `i < count` alone lets it through. Devices have no negative
    numbers.
    """
    for count in (0, 1, 4):
        indices = [-1, -draw.integer(2, 9)]
        names = observe(chosen, count=count, indices=indices)["names"]
        assert_equal(names, ["cpu"] * 2, f"the list for {indices} where there are {count} devices")


def test_first_device_by_default(observe):
    """`try_gpu()` is not the first device, with its index, or not the CPU where there is none.

    `torch.device("cuda")` has no index. It means whichever device is the current one.
    """
    for count in (1, 3):
        name = observe(chosen, count=count, indices=[])["default"]
        check(numbered(name, 0), f"With {count} devices try_gpu() is {name}.")
    assert_equal(observe(chosen, count=0, indices=[])["default"], "cpu", "try_gpu() without any")


def test_gives_a_device_and_not_a_string(observe):
    """The result is no `torch.device`.

    `"cuda:0"` is a string that names a device. It has no `type` and no `index`.
    """
    seen = observe(chosen, count=2, indices=[0, 1, 2])
    check(seen["devices"], "try_gpu gives something else than a torch.device.")
    seen = observe(everything, counts=[2])
    check(seen["devices"], "try_all_gpus has something else than a torch.device in its list.")


def test_all_devices_in_order(observe, draw):
    """`try_all_gpus()` does not list every device, in order."""
    counts = [1, 2, draw.integer(3, 8)]
    lists = observe(everything, counts=counts)["names"]
    assert_equal(len(lists), len(counts), "the number of results that are lists")
    for count, names in zip(counts, lists, strict=True):
        fine = len(names) == count and all(numbered(name, i) for i, name in enumerate(names))
        check(fine, f"With {count} devices try_all_gpus() is {names}.")


def test_a_list_with_the_cpu_where_there_is_none(observe):
    """Without an accelerator `try_all_gpus()` is not a list that holds the CPU alone.

    Whoever goes through the list wants at least one device in it.
    """
    seen = observe(everything, counts=[0])
    assert_equal(seen["names"], [["cpu"]], "the result, as a list of one list")


def test_always_a_list(observe):
    """`try_all_gpus()` is no list: with one device, it gives that one bare, for instance."""
    seen = observe(everything, counts=COUNTS)
    assert_equal(seen["kinds"], ["list"] * len(COUNTS), f"the list of kinds for {COUNTS} devices")


def test_looks_at_each_call(observe):
    """The devices are counted only once, when the file is loaded or at the first call."""
    counts = [3, 1, 4, 2]
    lists = observe(everything, counts=counts)["names"]
    assert_equal([len(names) for names in lists], counts, "the list of lengths")
    single = [observe(chosen, count=count, indices=[2])["names"][0] for count in (3, 2, 4)]
    check(single[1] == "cpu", f"With 2 devices, after 3, try_gpu(2) is {single[1]}.")
    check(numbered(single[2], 2), f"With 4 devices, after 2, try_gpu(2) is {single[2]}.")
