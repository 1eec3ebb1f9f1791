import copy

import pytest
import torch
from common import attacked, check_refused, in_child, place

from grader.testing import assert_equal, check, probe


@probe
def round_trip(unit, obj):
    """Save, load, and the object afterwards."""
    obj = copy.deepcopy(obj)
    with place():
        unit.save_tensors("x.pt", obj)
        return {"loaded": unit.load_tensors("x.pt"), "saved": obj}


@probe
def saved_elsewhere(unit, obj, name):
    """One process saves, this one loads, from a file that was moved in between."""
    with place():
        ended = in_child(lambda: unit.save_tensors("x.pt", obj))
        os_error = ""
        try:
            with open("x.pt", "rb") as file:
                content = file.read()
            with open(name, "wb") as file:
                file.write(content)
        except OSError as error:
            os_error = str(error)
        return {"ended": ended, "file": os_error, "loaded": unit.load_tensors(name)}


@probe
def saved_then_changed(unit, obj):
    """The tensor is changed after it was saved."""
    obj = obj.clone()
    with place():
        unit.save_tensors("x.pt", obj)
        obj.zero_()
        return unit.load_tensors("x.pt")


@probe
def saved_twice(unit, first, second):
    with place():
        unit.save_tensors("x.pt", first)
        unit.save_tensors("x.pt", second)
        unit.save_tensors("y.pt", first)
        return unit.load_tensors("x.pt"), unit.load_tensors("y.pt")


@probe
def hostile(unit):
    with place():
        return attacked(unit.load_tensors, lambda evil: {"weight": torch.zeros(2), "more": evil})


def test_a_tensor_comes_back(observe, draw):
    """A tensor that was saved does not come back as it was."""
    for shape in [(5,), (2, 3, 4)]:
        x = draw.normal(*shape)
        seen = observe(round_trip, obj=x)
        assert_equal(seen["loaded"], x, "what load_tensors gives for a tensor")
        assert_equal(seen["saved"], x, "the tensor after it was saved")


def test_a_list_comes_back(observe, draw):
    """A list of tensors does not come back as a list of these tensors.

    Its tensors need not have the same shape. One tensor that holds them all is something else
    than a list.
    """
    for obj in ([draw.normal(3), draw.normal(2, 4)], [draw.normal(3), draw.normal(3)], []):
        seen = observe(round_trip, obj=obj)
        assert_equal(seen["loaded"], obj, "what load_tensors gives for a list")
        assert_equal(seen["saved"], obj, "the list after it was saved")


def test_a_dict_comes_back(observe, draw):
    """A dict of tensors does not come back with its names and values."""
    names = [draw.word(), f"{draw.word()}.{draw.word()}", "0.weight"]
    obj = {name: draw.normal(size, 2) for size, name in enumerate(names, start=1)}
    for saved in (obj, {}):
        seen = observe(round_trip, obj=saved)
        assert_equal(seen["loaded"], saved, "what load_tensors gives for a dict")
        assert_equal(seen["saved"], saved, "the dict after it was saved")


def test_shapes_and_dtypes_stay(observe, draw):
    """A tensor of another dtype, an empty one or one without dimensions comes back changed."""
    obj = {
        "float64": draw.normal(3, dtype=torch.float64),
        "bfloat16": draw.normal(3).bfloat16(),
        "int64": draw.integers(2, 2, low=-(2**40), high=2**40),
        "bool": draw.integers(6, high=2).bool(),
        "no dimension": draw.normal().reshape(()),
        "empty": torch.zeros(0, 3),
        "transposed": draw.normal(3, 4).T,
    }
    seen = observe(round_trip, obj=obj)
    assert_equal(seen["loaded"], obj, "what load_tensors gives")


def test_all_of_it_is_in_the_file(observe, draw):
    """What was saved in one process cannot be loaded in another from the file alone.

    The file may be copied to another machine. All that `load_tensors` needs has to be in it.
    """
    other = draw.normal(2)
    assert_equal(observe(round_trip, obj=other)["loaded"], other, "what load_tensors gives")
    obj, name = {draw.word(): draw.normal(3, 2)}, f"{draw.word()}.pt"
    seen = observe(saved_elsewhere, obj=obj, name=name)
    check(seen["ended"] == 0, "Saving in a process of its own failed.")
    check(not seen["file"], f"There is no file where it should be: {seen['file']}")
    assert_equal(seen["loaded"], obj, "what load_tensors gives in another process")


def test_later_changes_do_not_reach_the_file(observe, draw):
    """A tensor that is changed after it was saved is changed in the file too."""
    x = draw.normal(4)
    assert_equal(observe(saved_then_changed, obj=x), x, "what load_tensors gives")


def test_saving_again_replaces_the_file(observe, draw):
    """Saving to the same path a second time does not replace what was there."""
    first, second = draw.normal(3), [draw.normal(2)]
    seen = observe(saved_twice, first=first, second=second)
    assert_equal(seen, (second, first), "what the two files hold")


@pytest.mark.weight(2)
def test_loading_runs_no_code(observe, draw):
    """Loading a file runs code from it.

    A pickle may ask for any function to be called, and plain loading calls it. Files are shared,
    so load in the guarded way, which knows only data.
    """
    x = draw.normal(3)
    assert_equal(observe(round_trip, obj=x)["loaded"], x, "what load_tensors gives for a tensor")
    check_refused(observe(hostile))
