"""What a snippet is, and the list of all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from grader.devices.agreement.outcomes import ATOL, KINDS, RTOL, Outcome

Function = Callable[..., Any]

# Where an accelerator does as the CPU does.
SAME = object()


@dataclass(frozen=True)
class Snippet:
    """A few lines as a learner writes them, over a device given by name."""

    name: str
    run: Function
    """takes a device's name, or two, and returns plain values"""
    devices: int
    """how many devices it takes"""
    expected: Outcome | None
    """what an accelerator does, where that is not what the CPU does, or where both raise"""
    fails_on_cpu: bool
    """whether the CPU raises as well"""
    rtol: float
    atol: float

    @property
    def doc(self) -> str:
        """What it is about."""
        return (self.run.__doc__ or "").partition("\n")[0]


SNIPPETS: dict[str, Snippet] = {}


def snippet(
    *,
    devices: int = 1,
    raises: str = "",
    on_cpu: bool = False,
    gives: Any = SAME,
    rtol: float = RTOL,
    atol: float = ATOL,
) -> Callable[[Function], Function]:
    """Add a function to the snippets.

    Args:
        devices: how many devices it takes; one that takes two is not run on the CPU.
        raises: the kind of error that an accelerator raises, as CUDA's documentation and sources
            have it; the CPU, which has no such limit, gives a value.
        on_cpu: that the CPU raises the same.
        gives: the value that an accelerator gives, where the CPU gives another.
        rtol, atol: how far values may be apart.
    """
    expected = None
    if raises:
        if raises not in KINDS:
            raise ValueError(f"{raises!r} is no kind of error: {', '.join(KINDS)}")
        expected = Outcome("error", raises)
    elif gives is not SAME:
        expected = Outcome("value", gives)

    def add(run: Function) -> Function:
        name = run.__name__
        if name in SNIPPETS:
            raise ValueError(f"two snippets have the name {name}")
        SNIPPETS[name] = Snippet(name, run, devices, expected, on_cpu, rtol, atol)
        return run

    return add
