"""What grading says of a submission, as plain frozen data that goes to JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

GRADED = "graded"
NOT_STARTED = "not started"
CRASHED = "crashed"
TIMED_OUT = "timed out"
OUT_OF_MEMORY = "out of memory"
TOO_MANY_PROCESSES = "too many processes"
REFUSED = "refused"
NOT_JUDGED = "not judged"

STATUSES = (
    GRADED,
    NOT_STARTED,
    CRASHED,
    TIMED_OUT,
    OUT_OF_MEMORY,
    TOO_MANY_PROCESSES,
    REFUSED,
    NOT_JUDGED,
)


@dataclass(frozen=True)
class TestResult:
    """One hidden test: its name, whether it passed, and what the learner reads if it did not."""

    __test__ = False  # not a test class of pytest's

    name: str
    passed: bool
    weight: float
    message: str = ""
    kind: str = ""
    """how it failed: "" for a property that does not hold, else a status of STATUSES"""


@dataclass(frozen=True)
class Verdict:
    """One exercise of one submission."""

    exercise: str
    status: str
    points: float
    max_points: float
    tests: tuple[TestResult, ...] = ()
    note: str = ""
    """a sentence for the learner on the status, where it is not `graded`"""


@dataclass(frozen=True)
class Graded:
    """One submission of a unit: its verdicts, and what running it gave."""

    student: str
    unit: str
    verdicts: tuple[Verdict, ...]
    repairs: tuple[str, ...] = ()
    """what was put right before it ran, told to the learner"""
    outputs: Mapping[str, list[dict[str, Any]]] | None = None
    """notebook outputs by cell id, already made harmless"""
    printed: str = ""
    """what a module wrote to its standard streams, already made harmless"""
    tier: str = ""
    """the sandbox that held it"""
    seconds: Mapping[str, float] | None = None
    """wall and CPU seconds by phase"""

    @property
    def points(self) -> float:
        return sum(verdict.points for verdict in self.verdicts)

    @property
    def max_points(self) -> float:
        return sum(verdict.max_points for verdict in self.verdicts)


def to_json(graded: Graded) -> dict[str, Any]:
    return asdict(graded)


def verdict_from_json(raw: Mapping[str, Any]) -> Verdict:
    """A verdict read back.

    Raises:
        KeyError, TypeError, ValueError: where it is not one.
    """
    if raw["status"] not in STATUSES:
        raise ValueError(f"unknown status {raw['status']!r}")
    tests = tuple(TestResult(**test) for test in raw["tests"])
    return Verdict(**{**raw, "tests": tests})


def graded_from_json(raw: Mapping[str, Any]) -> Graded:
    """The inverse of `to_json`; the same errors as `verdict_from_json`."""
    verdicts = tuple(verdict_from_json(verdict) for verdict in raw["verdicts"])
    return Graded(**{**raw, "verdicts": verdicts, "repairs": tuple(raw["repairs"])})


def score(max_points: float, tests: tuple[TestResult, ...]) -> float:
    """Points times the weight of the passed tests, to two decimals."""
    total = sum(test.weight for test in tests)
    reached = sum(test.weight for test in tests if test.passed)
    return round(max_points * reached / total, 2) if total else 0.0
