"""What came of running a snippet, and whether two such outcomes agree."""

import math
import re
from typing import Any, Literal, NamedTuple

# Kinds of error that PyTorch tells by its words rather than by its class, each with what its
# messages have in common over versions. The first that fits counts.
KINDS = {
    "index elsewhere": r"indices should be either on .* or on the same device as the indexed",
    "mixed devices": (
        r"on the same device|Input type .* and weight type .* should be the same"
        r"|not at the same device|found one of them on device"
    ),
    "not for numpy": r"can't convert .* device type tensor to numpy",
    "no such device": r"invalid device ordinal",
    "cannot pin": r"[Cc]annot pin",
    "generator elsewhere": r"generator.*(but found|expected)|Expected a .* generator",
    "unsafe to autocast": r"unsafe to autocast",
    "changed in place": r"modified by an inplace operation",
    "no scalar": r"grad can be implicitly created only for scalar outputs",
}

RTOL, ATOL = 1e-3, 1e-4  # what float32 of two devices, TF32 included, has in common here


class Outcome(NamedTuple):
    """A snippet's value, the kind of error that it raised, or why it was not run."""

    what: Literal["value", "error", "not run"]
    detail: Any
    message: str = ""

    def __str__(self) -> str:
        return self.message or f"{self.what}: {self.detail}"


def kind_of(error: BaseException) -> str:
    """The kind of an error: one of KINDS where its words tell, else the name of its class."""
    for kind, words in KINDS.items():
        if re.search(words, str(error)):
            return kind
    return type(error).__name__


def agree(first: Outcome, second: Outcome, rtol: float = RTOL, atol: float = ATOL) -> bool:
    """Whether two outcomes are the same: value within tolerance, or kind of error."""
    if first.what != second.what:
        return False
    if first.what == "value":
        return _close(first.detail, second.detail, rtol, atol)
    return bool(first.detail == second.detail)


def _close(a: Any, b: Any, rtol: float, atol: float) -> bool:
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_close(a[key], b[key], rtol, atol) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(_close(x, y, rtol, atol) for x, y in zip(a, b, strict=True))
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=rtol, abs_tol=atol) or (a != a and b != b)
    return type(a) is type(b) and bool(a == b)
