import io
import itertools
import os
from unittest import mock

import pytest
import torch
from common import attacked, check_refused, place

from grader.devices import patched_count
from grader.testing import assert_equal, check, probe


def written(content, *devices):
    """The bytes of a file that torch.save writes where the tensors live on these devices in turn.

    A file holds, for each tensor, the numbers and the name of the device. So no GPU is needed to
    write what a machine with a GPU would: only the name is another one.
    """
    names, tags = itertools.cycle(devices), {}

    def tag(storage):
        return tags.setdefault(storage.data_ptr() or id(storage), next(names))

    with mock.patch("torch.serialization.location_tag", tag), io.BytesIO() as file:
        torch.save(content, file)
        return file.getvalue()


def devices_of(content):
    """The kinds of device of all tensors."""
    if isinstance(content, torch.Tensor):
        return [content.device.type]
    if isinstance(content, dict):
        content = list(content.values())
    if isinstance(content, (list, tuple)):
        return [kind for inner in content for kind in devices_of(inner)]
    return []


def outcome(load, path):
    """What loading gives, or its error."""
    try:
        content = load(path)
    except NotImplementedError:
        raise
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"[:200]}
    devices = devices_of(content)
    if any(kind != "cpu" for kind in devices):
        return {"error": "", "devices": devices, "content": None}
    return {"error": "", "devices": devices, "content": content}


@probe
def loaded(unit, file, path):
    """The file, put at the path and loaded."""
    with place():
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path, "wb") as target:
            target.write(file)
        return outcome(unit.load_on_cpu, path)


@probe
def loaded_where_a_gpu_is(unit, file):
    """The same where PyTorch says that there is a GPU."""
    with place():
        with open("x.pt", "wb") as target:
            target.write(file)
        with patched_count(1):
            return outcome(unit.load_on_cpu, "x.pt")


@probe
def hostile(unit):
    with place():
        return attacked(unit.load_on_cpu, lambda evil: {"weight": torch.zeros(2), "more": evil})


def check_loaded(seen, content, source):
    """The content came back, all of it on the CPU."""
    check(not seen["error"], f"A file from {source} was not loaded: {seen['error']}")
    elsewhere = sorted({*seen["devices"]} - {"cpu"})
    check(not elsewhere, f"A tensor of a file from {source} came back on {elsewhere}.")
    assert_equal(seen["content"], content, f"what a file from {source} gives")


def test_a_file_from_a_gpu_opens(observe, draw):
    """A file that was written on a GPU is not opened without one.

    The file says where each tensor lived, and loading wants to put it there again. Say where you
    want it as you load: `map_location`.
    """
    word = draw.word()
    for content in (
        draw.normal(3, 4),
        [draw.normal(2), draw.normal(3)],
        {f"{word}.weight": draw.normal(2, 3), f"{word}.bias": draw.normal(2)},
    ):
        seen = observe(loaded, file=written(content, "cuda:0"), path="x.pt")
        check_loaded(seen, content, "cuda:0")


def test_a_file_from_any_gpu_opens(observe, draw):
    """A file that was written on another GPU than the first one is not opened.

    A dict as `map_location` knows the devices that you list. One name stands for all.
    """
    for device in ("cuda:1", f"cuda:{draw.integer(2, 7)}"):
        content = {draw.word(): draw.normal(2, 3)}
        seen = observe(loaded, file=written(content, device), path="x.pt")
        check_loaded(seen, content, device)
    content = {"a": draw.normal(2), "b": draw.normal(3), "c": draw.normal(4)}
    seen = observe(loaded, file=written(content, "cuda:3", "cpu", "cuda:0"), path="x.pt")
    check_loaded(seen, content, "cuda:3, cpu and cuda:0")


def test_a_file_from_another_kind_of_device_opens(observe, draw):
    """A file from a device that is no NVIDIA GPU is not opened.

    There are others: `mps` is Apple's, `xpu` Intel's.
    """
    for device in ("mps", "xpu:0"):
        content = {draw.word(): draw.normal(2, 3)}
        seen = observe(loaded, file=written(content, device), path="x.pt")
        check_loaded(seen, content, device)


def test_a_file_from_a_cpu_opens(observe, draw):
    """A file that was written on a CPU does not come back as it was."""
    content = {draw.word(): draw.normal(2, 3), draw.word(): draw.normal(4)}
    path = f"{draw.word()}/{draw.word()}.pt"
    check_loaded(observe(loaded, file=written(content, "cpu"), path=path), content, "cpu")


def test_lists_and_dicts_stay(observe, draw):
    """Lists and dicts inside each other, numbers or texts do not come back as they were."""
    content = {
        "net": {f"{draw.word()}.weight": draw.normal(2, 3), "0.bias": draw.normal(2)},
        "losses": [draw.number(0, 1), draw.number(0, 1)],
        "optimizer": {"state": {0: {"step": 3, "velocity": draw.normal(2)}}, "groups": [[0, 1]]},
        "epoch": draw.integer(1, 99),
        "name": draw.word(),
        "parts": [draw.normal(2), {"inner": draw.normal(3)}, None],
    }
    seen = observe(loaded, file=written(content, "cuda:0"), path="x.pt")
    check_loaded(seen, content, "cuda:0")


def test_shapes_and_dtypes_stay(observe, draw):
    """A tensor comes back with another shape or dtype: only the device may change."""
    content = {
        "float64": draw.normal(3, dtype=torch.float64),
        "bfloat16": draw.normal(3).bfloat16(),
        "int64": draw.integers(2, 2, low=-(2**40), high=2**40),
        "bool": draw.integers(6, high=2).bool(),
        "no dimension": draw.normal().reshape(()),
        "empty": torch.zeros(0, 3),
        "transposed": draw.normal(3, 4).T,
    }
    seen = observe(loaded, file=written(content, "cuda:0"), path="x.pt")
    check_loaded(seen, content, "cuda:0")


def test_where_there_is_a_gpu_too(observe, draw):
    """On a machine that has a GPU, the tensors do not come back on the CPU.

    The function's name is a promise. `"cuda" if torch.cuda.is_available() else "cpu"` breaks it
    on every machine but your own.
    """
    content = {draw.word(): draw.normal(2, 3)}
    for device in ("cuda:0", "cpu"):
        seen = observe(loaded_where_a_gpu_is, file=written(content, device))
        check_loaded(seen, content, f"{device}, where PyTorch says that there is a GPU,")


@pytest.mark.weight(2)
def test_loading_runs_no_code(observe, draw):
    """Loading a file runs code from it.

    A pickle may ask for any function to be called, and plain loading calls it. Where the tensors
    go is another question: both guards are needed, `map_location` and `weights_only=True`.
    """
    content = {draw.word(): draw.normal(2, 3)}
    check_loaded(observe(loaded, file=written(content, "cpu"), path="x.pt"), content, "cpu")
    check_refused(observe(hostile))
