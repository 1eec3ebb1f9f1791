"""Comparisons whose failure a learner understands: type, then shape, then dtype, then values."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

# A learner's order of additions may differ from ours. These bounds are some ten times what that
# changes in a few thousand terms of the dtype, and far below what any misconception changes.
TOLERANCE = {
    "float64": (1e-7, 1e-9),
    "float32": (1e-4, 1e-5),
    "float16": (1e-2, 1e-3),
    "bfloat16": (3e-2, 1e-2),
    "complex64": (1e-4, 1e-5),
    "complex128": (1e-7, 1e-9),
}


class CheckFailed(AssertionError):
    """A property that does not hold; the text is for the learner.

    Where two tensors of one shape differ, it holds both, for who wants to draw them.
    """

    came: torch.Tensor | None = None
    expected: torch.Tensor | None = None


def check(holds: object, message: str) -> None:
    """Fail with `message` unless `holds` is true.

    Raises:
        CheckFailed: with the message.
    """
    if not holds:
        raise CheckFailed(message)


def assert_equal(actual: Any, expected: Any, what: str = "the result") -> None:
    """Exactly equal plain values or tensors, types included (True is not 1).

    Raises:
        CheckFailed: saying what came and what was expected.
    """
    assert_close(actual, expected, what, rtol=0.0, atol=0.0)


def assert_close(
    actual: Any,
    expected: Any,
    what: str = "the output",
    *,
    rtol: float | None = None,
    atol: float | None = None,
    dtype: bool = True,
) -> None:
    """Tensors, numbers, or lists, tuples and dicts of them, equal within a tolerance.

    Args:
        actual: what came from the learner's side; it may be anything.
        expected: what the test computed.
        what: names the value in the message, "the output" or "the gradient of weight".
        rtol, atol: |actual − expected| ≤ atol + rtol · |expected|; by default by dtype.
        dtype: whether tensors must have the expected dtype too.

    Raises:
        CheckFailed: naming the first thing that differs: type, shape, dtype, then the element
            that differs most.
    """
    if _is_tensor(expected):
        _tensors(actual, expected, what, rtol, atol, dtype)
    elif isinstance(expected, Mapping):
        _mappings(actual, expected, what, rtol, atol, dtype)
    elif isinstance(expected, (list, tuple)):
        _sequences(actual, expected, what, rtol, atol, dtype)
    elif isinstance(expected, float) and not isinstance(actual, bool):
        _numbers(actual, expected, what, rtol, atol)
    elif type(actual) is not type(expected) or actual != expected:
        raise CheckFailed(f"{what} is {short(actual)}; expected {short(expected)}.")


def _tensors(
    actual: Any,
    expected: torch.Tensor,
    what: str,
    rtol: float | None,
    atol: float | None,
    dtype: bool,
) -> None:
    if not _is_tensor(actual):
        raise CheckFailed(f"{what} is {short(actual)}; a tensor was expected.")
    if actual.shape != expected.shape:
        raise CheckFailed(
            f"{what} has shape {tuple(actual.shape)}; expected {tuple(expected.shape)}."
        )
    if dtype and actual.dtype != expected.dtype:
        raise CheckFailed(
            f"{what} has dtype {_bare(actual.dtype)}; expected {_bare(expected.dtype)}."
        )
    if not expected.numel():
        return
    default = TOLERANCE.get(_bare(expected.dtype), (0.0, 0.0))
    rtol, atol = default[0] if rtol is None else rtol, default[1] if atol is None else atol
    wide = "complex128" if expected.is_complex() or actual.is_complex() else "float64"
    # Values are compared wherever they live; a device is looked at where it matters.
    came = actual.detach().cpu().to(_dtype(wide))
    wanted = expected.detach().cpu().to(_dtype(wide))
    gap = (came - wanted).abs()
    gap[came == wanted] = 0  # equal infinities, whose difference is nan
    gap[came.isnan() & wanted.isnan()] = 0
    bound = atol + rtol * wanted.abs()
    off = ~(gap <= bound)  # nan where there should be a number is off as well
    if off.any():
        worst = int((gap.nan_to_num(nan=math.inf) * off).argmax())
        place = _unravel(worst, tuple(expected.shape))
        at = f" at {list(place)}" if place else ""
        count = int(off.sum())
        failed = CheckFailed(
            f"{what} differs in {count} of {off.numel()} elements, most{at}: "
            f"{_number(actual, place)} came, {_number(expected, place)} was expected."
            if off.numel() > 1
            else f"{what} is {_number(actual, place)}; expected {_number(expected, place)}."
        )
        failed.came, failed.expected = actual, expected
        raise failed


def _mappings(actual: Any, expected: Mapping[Any, Any], what: str, *rest: Any) -> None:
    if not isinstance(actual, Mapping):
        raise CheckFailed(f"{what} is {short(actual)}; a dict was expected.")
    if set(actual) != set(expected):
        missing = [key for key in expected if key not in actual]
        extra = [key for key in actual if key not in expected]
        parts = [f"lacks {_listed(missing)}"] if missing else []
        parts += [f"has {_listed(extra)} too many"] if extra else []
        raise CheckFailed(f"{what} {' and '.join(parts)}.")
    for key, value in expected.items():
        _inside(actual[key], value, f"{what}[{key!r}]", rest)


def _sequences(actual: Any, expected: Sequence[Any], what: str, *rest: Any) -> None:
    if type(actual) is not type(expected):
        raise CheckFailed(f"{what} is {short(actual)}; a {type(expected).__name__} was expected.")
    if len(actual) != len(expected):
        raise CheckFailed(
            f"{what} has length {len(actual)}; expected {len(expected)}: {short(expected)}."
        )
    for place, (came, wanted) in enumerate(zip(actual, expected, strict=True)):
        _inside(came, wanted, f"{what}[{place}]", rest)


def _inside(came: Any, wanted: Any, what: str, rest: tuple[Any, ...]) -> None:
    rtol, atol, dtype = rest
    assert_close(came, wanted, what, rtol=rtol, atol=atol, dtype=dtype)


def _numbers(
    actual: Any, expected: float, what: str, rtol: float | None, atol: float | None
) -> None:
    if not isinstance(actual, (int, float)):
        raise CheckFailed(f"{what} is {short(actual)}; a number was expected.")
    rtol, atol = 1e-6 if rtol is None else rtol, 1e-8 if atol is None else atol
    equal = actual == expected or (math.isnan(actual) and math.isnan(expected))
    if not equal and not abs(actual - expected) <= atol + rtol * abs(expected):
        raise CheckFailed(f"{what} is {actual:.6g}; expected {expected:.6g}.")


def short(value: Any) -> str:
    """A value in at most some 80 characters; of a tensor its shape, dtype and first numbers."""
    if _is_tensor(value):
        body = ", ".join(f"{number:.4g}" for number in value.detach().flatten()[:6].tolist())
        more = ", …" if value.numel() > 6 else ""
        return f"a tensor {tuple(value.shape)} {_bare(value.dtype)} [{body}{more}]"
    text = repr(value)
    return text if len(text) <= 80 else text[:79] + "…"


def _is_tensor(value: Any) -> bool:
    import torch

    return isinstance(value, torch.Tensor)


def _dtype(name: str) -> torch.dtype:
    import torch

    dtype = getattr(torch, name)
    assert isinstance(dtype, torch.dtype)
    return dtype


def _bare(dtype: object) -> str:
    return str(dtype).removeprefix("torch.")


def _number(tensor: torch.Tensor, place: tuple[int, ...]) -> str:
    value = tensor.detach()[place].item()
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _unravel(index: int, shape: tuple[int, ...]) -> tuple[int, ...]:
    place: list[int] = []
    for size in reversed(shape):
        index, here = divmod(index, size)
        place.insert(0, here)
    return tuple(place)


def _listed(keys: Sequence[Any]) -> str:
    shown = ", ".join(repr(key) for key in keys[:6])
    return shown + (", …" if len(keys) > 6 else "")
