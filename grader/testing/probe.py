"""Probes run beside a learner's code; what goes wrong there comes back as these errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from grader.testing.compare import CheckFailed

Function = TypeVar("Function", bound=Callable[..., Any])


def probe(function: Function) -> Function:
    """Mark a function as one that runs in the learner's process.

    It is called as `function(unit, **arguments)`, where `unit.Name` is what the learner wrote.
    It must return plain data: None, numbers, strings, tensors, arrays, and lists, tuples and
    dicts of these. It must hold no expected value: the code beside it can read it.
    """
    function.__probe__ = True  # type: ignore[attr-defined]  # a mark that observe looks for
    return function


@dataclass(frozen=True)
class Frame:
    """One line of the learner's own code in a traceback."""

    file: str
    line: int
    code: str


class LearnerError(Exception):
    """The learner's code raised an exception.

    `kinds` are the names of its class and of that one's bases, nearest first.
    """

    def __init__(self, kinds: tuple[str, ...], message: str, frames: tuple[Frame, ...] = ()):
        super().__init__(f"{kinds[0]}: {message}" if message else kinds[0])
        self.kinds, self.message, self.frames = kinds, message, frames

    @property
    def kind(self) -> str:
        return self.kinds[0]


class LearnerTimeout(LearnerError):
    """The learner's code went on past its limit."""


class LearnerCrash(LearnerError):
    """The learner's process ended, or broke the rules of the channel, in place of an answer."""


class Caught:
    """The error that `expect_error` waited for, once it came."""

    error: LearnerError

    @property
    def message(self) -> str:
        return self.error.message


@contextmanager
def expect_error(kind: type[BaseException] | tuple[type[BaseException], ...]) -> Iterator[Caught]:
    """The learner's code must raise `kind` (or a subclass) inside the block.

    Raises:
        CheckFailed: where it raised nothing, or something else.
    """
    kinds = kind if isinstance(kind, tuple) else (kind,)
    names = " or ".join(k.__name__ for k in kinds)
    caught = Caught()
    try:
        yield caught
    except (LearnerTimeout, LearnerCrash):
        raise
    except LearnerError as error:
        if not any(k.__name__ in error.kinds for k in kinds):
            if "NotImplementedError" in error.kinds:
                raise
            raise CheckFailed(f"{names} was expected; {error} came.") from error
        caught.error = error
        return
    raise CheckFailed(f"{names} was expected; no error came.")
