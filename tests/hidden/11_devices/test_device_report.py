import contextlib
import types
from unittest import mock

import torch
from common import devices_of, kind_of

from grader import devices
from grader.testing import assert_equal, check, probe

KEYS = {"cpu_threads", "accelerator", "count", "names"}


@contextlib.contextmanager
def named(names):
    """Give the accelerator's devices these names."""
    module = torch.get_device_module(torch.accelerator.current_accelerator())

    def name_of(device=None):
        if isinstance(device, (str, torch.device)):
            device = torch.device(device).index
        return names[device or 0]

    def properties_of(device=None):
        return types.SimpleNamespace(name=name_of(device), total_memory=1 << 30)

    with mock.patch.multiple(module, get_device_name=name_of, get_device_properties=properties_of):
        yield


@contextlib.contextmanager
def built_for(kind):
    """Let PyTorch be built for a kind of accelerator that the machine does not have."""

    def current(check_available=False):
        return None if check_available or kind is None else torch.device(kind)

    with mock.patch.object(torch.accelerator, "current_accelerator", current):
        yield


@probe
def report(unit, names, threads=1, built=None):
    """The report of a machine whose devices have these names; that it is a dict is checked.

    Without names, `built` is what PyTorch was built for.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        with contextlib.ExitStack() as stack:
            for patch in (named(names), devices.patched_count(len(names)), named(names)):
                stack.enter_context(patch)
            if not names:
                stack.enter_context(built_for(built))
            found = unit.device_report()
    finally:
        torch.set_num_threads(before)
    assert isinstance(found, dict), "the report is no dict"
    return {
        "values": dict(found),
        "kinds": {key: type(value).__name__ for key, value in found.items()},
    }


def test_four_keys(observe, draw):
    """The report does not have exactly the four keys that are asked for."""
    for names in ([], [draw.word()]):
        seen = observe(report, names=names)
        assert_equal(dict.fromkeys(seen["values"]), dict.fromkeys(KEYS), "the report's set of keys")


def test_threads_of_pytorch(observe, draw):
    """`cpu_threads` is not the number of threads that PyTorch uses.

    A machine may have more processors than that: `os.cpu_count()` counts them, and PyTorch can be
    told to use fewer.
    """
    for threads in (1, draw.integer(2, 3)):
        seen = observe(report, names=[], threads=threads)
        assert_equal(seen["values"].get("cpu_threads"), threads, "cpu_threads")


def test_type_of_the_accelerator(observe, draw):
    """`accelerator` is not the type of the accelerator that there is, as a string.

    `torch.accelerator` knows every kind. `torch.cuda` knows one, and finds nothing elsewhere.
    `current_accelerator()` gives a device; its `type` is the string.
    """
    kind = kind_of(devices_of(observe, cpu=False)[0])
    seen = observe(report, names=[draw.word(), draw.word()])
    assert_equal(seen["kinds"].get("accelerator"), "str", "the kind of `accelerator`")
    assert_equal(seen["values"].get("accelerator"), kind, "accelerator")


def test_number_of_devices(observe, draw):
    """`count` is not how many devices the accelerator has, as an int."""
    for count in (1, 2, draw.integer(3, 6)):
        seen = observe(report, names=[draw.word() for _ in range(count)])
        assert_equal(seen["values"].get("count"), count, "count")


def test_name_of_each_device(observe, draw):
    """`names` is not the list of the devices' names, in order.

    Two devices of one machine may be of different kinds, so ask for the name of each.
    """
    for count in (1, 2, 3):
        names = [draw.word() for _ in range(count)]
        seen = observe(report, names=names)
        assert_equal(seen["values"].get("names"), names, "names")


def test_without_an_accelerator(observe):
    """Without an accelerator the report is not `None`, 0 and an empty list, or an error comes.

    A PyTorch that was built for CUDA names `cuda` on a machine without a GPU, too. Go by the
    count, or ask `current_accelerator(check_available=True)`.
    """
    for built in (None, "cuda"):
        seen = observe(report, names=[], built=built)["values"]
        values = {key: seen.get(key, "missing") for key in ("accelerator", "count", "names")}
        assert_equal(values, {"accelerator": None, "count": 0, "names": []}, "the report")


def test_looks_at_each_call(observe, draw):
    """The report is the same for another machine: it is made only once, or written down fixed."""
    first = observe(report, names=[draw.word()], threads=1)["values"]
    second = observe(report, names=[draw.word(), draw.word()], threads=2)["values"]
    for key in ("cpu_threads", "count", "names"):
        check(first.get(key) != second.get(key), f"`{key}` is {first.get(key)} both times.")
