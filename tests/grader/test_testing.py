"""What hidden tests import: comparisons that explain, draws that repeat, names followed."""

from __future__ import annotations

import contextlib
import json
import struct

import numpy
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from grader.testing import CheckFailed, LearnerError, assert_close, assert_equal, expect_error
from grader.testing.draw import Draw
from grader.testing.forbid import Source, forbid
from grader.testing.plain import NotPlain, decode, encode

# ------------------------------------------------------------------------------ comparisons


def told(actual: object, expected: object) -> str:
    with pytest.raises(CheckFailed) as caught:
        assert_close(actual, expected, "the output")
    return str(caught.value)


def test_the_kind_comes_before_the_shape_and_the_shape_before_the_values() -> None:
    expected = torch.zeros(2, 3)
    assert told("zeros", expected) == "the output is 'zeros'; a tensor was expected."
    assert told(torch.ones(3, 2), expected) == "the output has shape (3, 2); expected (2, 3)."
    assert "dtype float64; expected float32" in told(torch.zeros(2, 3).double(), expected)


def test_the_element_that_differs_most_is_named() -> None:
    actual = torch.zeros(2, 3)
    actual[1, 2] = 5.0
    actual[0, 0] = 1.0
    assert told(actual, torch.zeros(2, 3)) == (
        "the output differs in 2 of 6 elements, most at [1, 2]: 5 came, 0 was expected."
    )


def test_nan_is_no_number() -> None:
    assert "nan came" in told(torch.tensor([float("nan"), 1.0]), torch.tensor([2.0, 1.0]))
    assert_close(torch.tensor([float("inf")]), torch.tensor([float("inf")]))


def test_containers_are_compared_inside() -> None:
    assert told({"a": 1}, {"a": 1, "b": 2}) == "the output lacks 'b'."
    assert told([1, 2], (1, 2)) == "the output is [1, 2]; a tuple was expected."
    assert told([1], [1, 2]).startswith("the output has length 1; expected 2")
    assert told({"a": [1.0, 2.0]}, {"a": [1.0, 3.0]}) == "the output['a'][1] is 2; expected 3."


def test_true_is_not_one() -> None:
    with pytest.raises(CheckFailed):
        assert_equal(True, 1)


def test_an_expected_error_must_come_and_be_the_right_one() -> None:
    with expect_error(KeyError) as caught:
        raise LearnerError(("KeyError", "LookupError"), "'gelu'")
    assert caught.message == "'gelu'"
    with pytest.raises(CheckFailed, match="no error came"), expect_error(KeyError):
        pass
    other = pytest.raises(CheckFailed, match="KeyError was expected; TypeError")
    with other, expect_error(KeyError):
        raise LearnerError(("TypeError",), "no")
    # A stub's NotImplementedError stays what it is: nothing was written yet.
    with pytest.raises(LearnerError), expect_error(KeyError):
        raise LearnerError(("NotImplementedError", "RuntimeError"), "x: write this part")


# ------------------------------------------------------------------------------------ draws


def test_draws_repeat_for_a_student_and_differ_between_students() -> None:
    assert torch.equal(Draw(b"ada").normal(3, 4), Draw(b"ada").normal(3, 4))
    assert not torch.equal(Draw(b"ada").normal(3, 4), Draw(b"bob").normal(3, 4))


def test_draws_leave_the_global_generators_alone() -> None:
    before = torch.get_rng_state()
    draw = Draw(b"key")
    draw.normal(3), draw.integers(2, high=5), draw.permutation(4), draw.word()
    assert torch.equal(before, torch.get_rng_state())


# -------------------------------------------------------------------------------- forbidden

ALIASES = [
    "class Net:\n    def f(self): return nn.Sequential()",
    "from torch.nn import Sequential as S\nclass Net(S): pass",
    "Base = nn.Sequential\nclass Net(Base): pass",
    "A = nn\nB = A.Sequential\nclass Net(B): pass",
    "import torch.nn.modules.container as c\nclass Net(c.Sequential): pass",
    "from torch.nn import *\nclass Net(Sequential): pass",
    "def make(): return nn.Sequential()\nclass Net:\n    def f(self): return make()",
    "class Net:\n    kind = getattr(nn, 'Sequential')",
    "from torch.nn import Sequential as Net",
    "class Net: pass\nNet.forward = nn.Sequential.forward",
    "class Net: pass\nsetattr(Net, 'forward', nn.Sequential.forward)",
]


@pytest.mark.parametrize("text", ALIASES)
def test_a_forbidden_name_is_found_under_every_alias(text: str) -> None:
    source = Source("import torch\nfrom torch import nn\n" + text, "Net")
    with pytest.raises(CheckFailed, match=r"torch\.nn\.Sequential"):
        forbid(source, "torch.nn.Sequential")


def test_what_other_exercises_use_is_not_forbidden_here() -> None:
    text = "from torch import nn\nclass Other(nn.Sequential): pass\nclass Net(nn.Module): pass"
    forbid(Source(text, "Net"), "torch.nn.Sequential")


def test_local_names_do_not_link_one_exercise_to_another() -> None:
    text = (
        "from torch import nn\n"
        "class Other:\n    def f(self):\n        x = nn.Sequential()\n"
        "class Net(nn.Module):\n    def forward(self, x):\n        return x\n"
    )
    forbid(Source(text, "Net"), "torch.nn.Sequential")


def test_what_is_imported_and_not_used_is_not_a_use() -> None:
    text = "from torch.nn import Module, Sequential\nclass Net(Module): pass"
    forbid(Source(text, "Net"), "torch.nn.Sequential")


def test_comments_and_own_names_are_not_uses() -> None:
    text = "from torch import nn\nclass Sequential: pass\n# nn.Sequential\nclass Net(Sequential): 0"
    forbid(Source(text, "Net"), "torch.nn.Sequential")


def test_forbidding_what_does_not_exist_is_the_authors_mistake() -> None:
    with pytest.raises(ValueError, match="no such object"):
        forbid(Source("", "Net"), "torch.nn.Sequentail")


# -------------------------------------------------------------------------------- plain data


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -3,
        1.5,
        float("inf"),
        "text",
        [1, (2, "x"), {"a": [None]}],
        {1: "int", None: "none", "s": 2.0},
        (),
    ],
)
def test_plain_values_come_back_as_they_were(value: object) -> None:
    assert decode(encode(value)) == value


@pytest.mark.parametrize(
    "tensor",
    [
        torch.arange(6).reshape(2, 3).T,
        torch.tensor(1.0).expand(1),
        torch.zeros(0, 4),
        torch.tensor(2.5, dtype=torch.bfloat16),
        torch.tensor([1 + 2j, 3j]),
        torch.tensor([True, False]),
        torch.ones(1).expand(5),
        nn.Parameter(torch.ones(2)),
    ],
)
def test_tensors_come_back_with_shape_dtype_and_values(tensor: torch.Tensor) -> None:
    back = decode(encode({"x": tensor, "again": [tensor]}))["x"]
    assert type(back) is torch.Tensor and not back.requires_grad
    assert back.dtype == tensor.dtype and torch.equal(back, tensor.detach())


def test_arrays_stay_arrays_and_shapes_become_tuples() -> None:
    back = decode(encode([numpy.arange(3), torch.Size([2, 3]), numpy.float32(1.5), torch.float32]))
    assert isinstance(back[0], numpy.ndarray) and back[1:] == [(2, 3), 1.5, "torch.float32"]


class Sneaky(torch.Tensor):
    pass


class Text(str):
    pass


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (nn.Linear(1, 1), "Linear"),
        (lambda: None, "function"),
        ({1, 2}, "set"),
        (b"bytes", "bytes"),
        (torch.eye(2).to_sparse(), "sparse"),
        (torch.zeros(2, device="meta"), "meta"),
        (torch.zeros(2).as_subclass(Sneaky), "Sneaky"),
        (Text("text"), "Text"),
        (torch.nested.nested_tensor([torch.zeros(1), torch.zeros(2)]), "nested"),
        (torch.zeros(1).expand(1 << 30), "MiB"),
        (numpy.broadcast_to(numpy.zeros(1), 1 << 40), "MiB"),
        ([torch.zeros(5 << 20)] * 4, "MiB"),
        ([torch.zeros(1)] * 5_000, "4000 tensors"),
        (list(range(300_000)), "200000 items"),
        ("x" * 2_000_000, "1000000 characters"),
    ],
)
def test_what_is_not_plain_is_refused_by_name(value: object, said: str) -> None:
    with pytest.raises(NotPlain, match=said):
        encode([value])


def test_a_value_nested_too_deep_is_refused() -> None:
    deep: list[object] = []
    for _ in range(100):
        deep = [deep]
    with pytest.raises(NotPlain):
        encode(deep)


def message(structure: object, tensors: bytes | None = None) -> bytes:
    body = structure if isinstance(structure, bytes) else json.dumps(structure).encode()
    rest = encode(None)[8:] if tensors is None else tensors
    return struct.pack(">I", len(body)) + body + rest


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xff\xff\xff",
        struct.pack(">I", 1 << 31) + b"x",
        message(b"{"),
        message([1]),
        message({"list": 3}),
        message({"tensor": "0"}),
        message({"tensor": ["0"]}),
        message({"object": []}),
        message({"dict": [[1]]}),
        message({"dict": [[{"list": []}, 1]]}),
        message({"list": [], "tuple": []}),
        message(b"[" * 100_000),
        message({"list": [0] * 300_000}),
        message(None, b"\xff" * 20),
        message(None, b""),
    ],
)
def test_a_malformed_message_is_refused_and_nothing_else(raw: bytes) -> None:
    with pytest.raises(NotPlain):
        decode(raw)


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_are_refused(raw: bytes) -> None:
    with pytest.raises(NotPlain):
        decode(raw)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_a_damaged_message_is_refused_or_read_as_plain_data(place: int, junk: bytes) -> None:
    good = bytearray(encode({"x": torch.arange(4.0), "y": [1, "two", (3.0, None)]}))
    place %= len(good)
    good[place : place + len(junk)] = junk
    with contextlib.suppress(NotPlain):
        decode(bytes(good))
