"""Brings `autograded/` and the gradebook into step with what was graded, and knows what is so.

A result is settled when its notebook is written and its scores are committed, in this order; only
then does the journal name it. Whatever is killed in between is settled again by the next run.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from grader.course import Course
from grader.files import write_atomically
from grader.gradebook.record import DATABASE, WAIT_SECONDS, GradebookError, Recorder
from grader.gradebook.write import autograded_path, stamp_of, write_autograded
from grader.grading.kit import Kit
from grader.grading.plan import Result
from grader.grading.verdict import Graded

BATCH = 25


class Settler:
    """The one writer of a run. A context manager.

    Args:
        kit: gives the kit of a unit.
        say: told once, in a sentence, when the gradebook cannot be written yet.
    """

    def __init__(
        self, course: Course, kit: Callable[[str], Kit], say: Callable[[str], None]
    ) -> None:
        self.course, self.kit, self.say = course, kit, say
        self._journal = _Journal(course)
        self._waiting: list[tuple[Result, str]] = []
        self._registered: set[str] = set()
        self._recorder: Recorder | None = None
        self._next_try = BATCH
        self._told = False

    def __enter__(self) -> Settler:
        return self

    def __exit__(self, *error: object) -> None:
        if self._recorder is not None:
            self._recorder.__exit__()

    def add(self, result: Result) -> None:
        """Write its notebook at once; its scores go into the gradebook with others'.

        Where grading itself failed, both stay as they are.
        """
        if not result.digest:
            return
        name = _name(result)
        digest = _digest(self.course, result)
        if self._journal.names(name, digest) and autograded_path(self.course, result).exists():
            return
        write_autograded(self.course, self.kit(result.graded.unit), result)
        self._waiting.append((replace(result, graded=_scores_of(result.graded)), digest))
        if len(self._waiting) >= self._next_try:
            try:
                self._record(patience=0)
            except GradebookError as error:
                # No reason to stop: what was graded is in the store, and `finish` tries again.
                self._next_try = len(self._waiting) + BATCH
                if not self._told:
                    self._told = True
                    self.say(f"Grading goes on, but {error}.")

    def finish(self) -> None:
        """Record what still waits.

        Raises:
            GradebookError: where the gradebook cannot be written, or stays locked.
        """
        if self._waiting:
            self._record(patience=WAIT_SECONDS)

    def _record(self, patience: float) -> None:
        self._journal.check()
        if self._recorder is None:
            self._recorder = Recorder(self.course, patience=patience).__enter__()
        self._recorder.patience = patience
        for name in {result.graded.unit for result, _ in self._waiting} - self._registered:
            self._recorder.register(self.course.unit(name))
            self._registered.add(name)
        self._recorder.record(result.graded for result, _ in self._waiting)
        self._journal.add({_name(result): digest for result, digest in self._waiting})
        self._waiting.clear()
        self._next_try = BATCH


def _name(result: Result) -> str:
    return f"{result.graded.unit}/{result.graded.student}"


def _digest(course: Course, result: Result) -> str:
    """A hash of all that the gradebook and the notebook hold of a result."""
    parts = [result.digest, stamp_of(result.submission.folder), asdict(course.late)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _scores_of(graded: Graded) -> Graded:
    """What the gradebook wants of it; a class's pictures need not wait in memory."""
    verdicts = tuple(replace(verdict, tests=()) for verdict in graded.verdicts)
    return replace(graded, verdicts=verdicts, outputs=None, printed="")


class _Journal:
    """Which results are settled, as long as nobody else has written to the gradebook."""

    def __init__(self, course: Course) -> None:
        self._path = course.root / ".grader" / "settled.json"
        self._database = course.root / DATABASE
        self._names: dict[str, str] = {}
        self._seen: list[int] | None = None
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            raw: dict[str, Any] = json.loads(self._path.read_text(encoding="utf-8"))
            self._names, self._seen = dict(raw["settled"]), raw["gradebook"]
        self.check()

    def names(self, name: str, digest: str) -> bool:
        return self._names.get(name) == digest

    def check(self) -> None:
        """Forget everything if somebody else has changed the gradebook."""
        if self._seen != _state(self._database):
            self._names = {}

    def add(self, settled: dict[str, str]) -> None:
        self._names |= settled
        self._seen = _state(self._database)
        text = json.dumps({"gradebook": self._seen, "settled": self._names})
        write_atomically(self._path, text.encode(), durable=False)


def _state(path: Path) -> list[int] | None:
    """What changes when a file does."""
    try:
        found = path.stat()
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns]
