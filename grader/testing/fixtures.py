"""The fixtures of hidden tests, over whatever runs the learner's code."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

import pytest

from grader.testing.draw import Draw
from grader.testing.forbid import Source


class Subject(Protocol):
    """What is being judged: the side that holds the learner's code."""

    def call(self, function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
        """Run a probe beside the code, give back the plain data it returned.

        Raises:
            LearnerError: and its subclasses, where the code does not give any.
        """

    def source(self, exercise: str) -> Source:
        """What was handed in, as text, seen from one exercise."""

    def key(self, exercise: str) -> bytes:
        """What this student's draws for an exercise depend on."""


SUBJECT = pytest.StashKey[Subject]()


def exercise_of(item: pytest.Item) -> str:
    """The exercise that a hidden test belongs to: its file's name without `test_`."""
    return item.path.stem.removeprefix("test_")


def observer(subject: Subject) -> Callable[..., Any]:
    """observe(probe, **arguments): what the probe returns beside the subject's code."""

    def observe(function: Callable[..., Any], /, **arguments: Any) -> Any:
        if not getattr(function, "__probe__", False):
            raise TypeError(f"{function.__name__} is not marked with @probe")
        return subject.call(function, arguments)

    return observe


def draw_for(subject: Subject, item: pytest.Item) -> Draw:
    """This student's fresh values for a test."""
    return Draw(subject.key(exercise_of(item)) + b"\0" + item.name.encode())


class HiddenFixtures:
    """A pytest plugin: `observe`, `draw` and `source`, and the marker `weight`."""

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "weight(n): how much a test counts (default 1)")

    @pytest.fixture
    def observe(self, request: pytest.FixtureRequest) -> Callable[..., Any]:
        """observe(probe, **arguments): what the probe returns beside the learner's code."""
        return observer(request.config.stash[SUBJECT])

    @pytest.fixture
    def draw(self, request: pytest.FixtureRequest) -> Draw:
        """This student's fresh values for this test."""
        return draw_for(request.config.stash[SUBJECT], request.node)

    @pytest.fixture
    def source(self, request: pytest.FixtureRequest) -> Source:
        """What was handed in, as text: for `forbid`."""
        return request.config.stash[SUBJECT].source(exercise_of(request.node))


def fixtures_of(item: pytest.Function, subject: Subject) -> dict[str, Any] | None:
    """A test's fixtures without pytest's machinery; None where it wants any other."""
    makers: dict[str, Callable[[], Any]] = {
        "observe": lambda: observer(subject),
        "draw": lambda: draw_for(subject, item),
        "source": lambda: subject.source(exercise_of(item)),
    }
    wanted = _wanted(item)
    return {name: makers[name]() for name in wanted} if wanted is not None else None


@cache
def _wanted(item: pytest.Function) -> tuple[str, ...] | None:
    """The fixtures that a test wants, None where one of them is not ours."""
    ours = {"observe", "draw", "source"}
    wanted = tuple(inspect.signature(item.obj).parameters)
    # The closure names what its fixtures want, too: `request`, for ours.
    return wanted if ours >= set(wanted) and ours | {"request"} >= set(item.fixturenames) else None
