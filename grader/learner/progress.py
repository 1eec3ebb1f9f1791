"""How far a learner is: `.grader/progress.json`, written at once and never in the way of work."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from grader.course import STATE, Course, Exercise
from grader.errors import Mistake
from grader.files import write_atomically
from grader.learner.checks import PASSED, TO_DO, Outcome

VERSION = 1


@dataclass(frozen=True)
class Mark:
    """How the visible checks of an exercise went when they last ran."""

    passed: int
    checks: int
    begun: bool = True
    """whether anything was written there"""
    told: bool = False
    """whether the line for who has solved it was shown"""

    @property
    def done(self) -> bool:
        return self.passed == self.checks


@dataclass(frozen=True)
class Progress:
    """What is known of every exercise that was checked, and the hints that were read."""

    exercises: Mapping[str, Mark] = field(default_factory=dict)
    hints: Mapping[str, int] = field(default_factory=dict)

    def done(self, exercise: str) -> bool:
        return exercise in self.exercises and self.exercises[exercise].done

    def points(self, exercise: Exercise) -> float:
        """The part of the points that the passed visible checks stand for."""
        mark = self.exercises.get(exercise.name)
        return exercise.points * mark.passed / mark.checks if mark else 0.0

    def with_outcomes(self, outcomes: Iterable[Outcome]) -> Progress:
        """With how checks went just now; of an exercise, all of its checks have to be there."""
        by_exercise: dict[str, list[Outcome]] = {}
        for outcome in outcomes:
            by_exercise.setdefault(outcome.exercise, []).append(outcome)
        marks = dict(self.exercises)
        for name, ran in by_exercise.items():
            old = marks.get(name)
            marks[name] = Mark(
                passed=sum(outcome.status == PASSED for outcome in ran),
                checks=len(ran),
                begun=any(outcome.status != TO_DO for outcome in ran),
                told=old is not None and old.told,
            )
        return replace(self, exercises=marks)

    def with_told(self, exercise: str) -> Progress:
        """With a note that the line for who has solved it was shown."""
        told = replace(self.exercises[exercise], told=True)
        return replace(self, exercises={**self.exercises, exercise: told})

    def with_hint(self, exercise: str, count: int) -> Progress:
        return replace(self, hints={**self.hints, exercise: count})

    def without(self, exercise: str) -> Progress:
        """As if an exercise had not been begun; its hints stay read."""
        marks = {name: mark for name, mark in self.exercises.items() if name != exercise}
        return replace(self, exercises=marks)


def path_of(course: Course) -> Path:
    return course.root / STATE / "progress.json"


def read(course: Course) -> tuple[Progress, str]:
    """The progress, and a word where the file was damaged and has been set aside."""
    path = path_of(course)
    try:
        return _parse(json.loads(path.read_text(encoding="utf-8"))), ""
    except FileNotFoundError:
        return Progress(), ""
    except OSError as error:
        return Progress(), f"{_shown(course, path)} cannot be read ({error.strerror})"
    except (ValueError, KeyError, TypeError, AttributeError):
        return Progress(), _set_aside(course, path)


def write(course: Course, progress: Progress) -> None:
    """Replace the file at once.

    Raises:
        Mistake: where the folder cannot be written.
    """
    path = path_of(course)
    marks = {
        name: {"passed": m.passed, "checks": m.checks, "begun": m.begun, "told": m.told}
        for name, m in progress.exercises.items()
    }
    entry = {"version": VERSION, "exercises": marks, "hints": dict(progress.hints)}
    try:
        write_atomically(path, (json.dumps(entry, indent=1) + "\n").encode())
    except OSError as error:
        raise Mistake(
            f"your progress is not kept: {_shown(course, path)} cannot be written "
            f"({error.strerror})"
        ) from None


def record(course: Course, outcomes: Iterable[Outcome]) -> None:
    """Note how checks went, where that is possible; never raises for a file."""
    with contextlib.suppress(Mistake, OSError):
        progress, _ = read(course)
        write(course, progress.with_outcomes(outcomes))


def _parse(entry: Any) -> Progress:
    if entry["version"] != VERSION:
        raise ValueError("another version")
    marks = {
        str(name): Mark(
            int(mark["passed"]), int(mark["checks"]), bool(mark["begun"]), bool(mark["told"])
        )
        for name, mark in entry["exercises"].items()
    }
    if any(not 0 <= mark.passed <= mark.checks or mark.checks < 1 for mark in marks.values()):
        raise ValueError("impossible counts")
    hints = {str(name): int(count) for name, count in entry["hints"].items()}
    return Progress(marks, hints)


def _set_aside(course: Course, path: Path) -> str:
    aside = path.with_name(time.strftime("progress-damaged-%Y%m%d-%H%M%S.json"))
    try:
        os.replace(path, aside)
    except OSError:
        return f"{_shown(course, path)} is damaged; starting anew"
    return (
        f"{_shown(course, path)} is damaged; it is set aside as {aside.name}, and a new one is "
        "begun: `grader check` fills it"
    )


def _shown(course: Course, path: Path) -> str:
    return path.relative_to(course.root).as_posix()
