"""Grades a class: what is new or changed runs, the rest comes from the store."""

from __future__ import annotations

import hmac
import os
import secrets
import stat
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from importlib.metadata import version
from typing import Any, Protocol

from grader import __version__, sandbox
from grader.course import STATE, Course, CourseError, Unit
from grader.files import write_atomically
from grader.grading.keys import Keys
from grader.grading.kit import Kit, kit_of
from grader.grading.plan import Plan, Result, Submission
from grader.grading.pool import Died, Pool
from grader.grading.store import Store
from grader.grading.verdict import Graded


def submissions(
    course: Course, units: Sequence[Unit] = (), students: Sequence[str] = ()
) -> list[Submission]:
    """What was handed in: `submitted/<student>/<unit>/`, by unit, then student.

    Raises:
        CourseError: for a student who handed in nothing at all, or where nothing was handed in.
    """
    root = course.root / "submitted"
    if not root.is_dir():
        raise CourseError(
            f"{root} is missing; put each submission into submitted/<student>/<unit>/"
        )
    there = sorted(entry.name for entry in os.scandir(root) if _is_student(entry))
    for student in students:
        if student not in there:
            raise CourseError(f'no student "{student}" in submitted/; there are {_some(there)}')
    found = [
        Submission(student, unit, root / student / unit.name)
        for unit in units or course.units
        for student in students or there
        if os.path.lexists(root / student / unit.name)
    ]
    if not found:
        names = ", ".join(unit.name for unit in units) or "any unit"
        raise CourseError(f"nothing was handed in for {names} in {root}")
    return found


def _is_student(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir() and not entry.name.startswith((".", "_"))


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (", …" if len(names) > 5 else "") if names else "none"


class Workers(Protocol):
    """Those who do the jobs: a pool on this machine, or a cluster."""

    def grade(self, jobs: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Any]]:
        """Each job with its `Graded`, or with `Died`, in the order in which they are done."""


class Hire(Protocol):
    """Makes workers for these units, for so many jobs."""

    def __call__(self, kits: Sequence[Kit], jobs: int) -> AbstractContextManager[Workers]: ...


class Engine:
    """Grades submissions of a course.

    Args:
        jobs: how many at a time; as many as there are cores by default.
        force: run everything again, whatever the store holds.
        unsafe: grade without a sandbox where this machine allows none.
        hire: who does the work; a pool of processes on this machine by default.
    """

    def __init__(
        self,
        course: Course,
        *,
        jobs: int | None = None,
        force: bool = False,
        unsafe: bool = False,
        hire: Hire | None = None,
    ) -> None:
        self.course, self.force, self.unsafe = course, force, unsafe
        self.jobs = jobs or _cores()
        self.store = Store(course.root / STATE / "store")
        self.secret = course_secret(course)
        self.hire = hire or self._pool
        self._units: dict[str, tuple[Kit, Keys]] = {}

    def grade(self, wanted: Iterable[Submission]) -> Generator[Result, None, None]:
        """Each submission's result; those that the store knows come first."""
        todo = []
        for submission in wanted:
            plan = self.plan(submission, self.force)
            if plan.missing:
                todo.append(submission)
            else:
                yield plan.known_result()
        if todo:
            yield from self._run(todo)

    def plan(self, submission: Submission, force: bool = False) -> Plan:
        """What is known of a submission; with `force`, nothing."""
        unit = submission.unit
        if unit.name not in self._units:
            kit = kit_of(self.course, unit)
            keys = Keys(kit, __version__, version("torch"), unsafe=self.unsafe)
            self._units[unit.name] = kit, keys
        kit, keys = self._units[unit.name]
        seed = hmac.digest(self.secret, submission.student.encode(), "sha256")
        return Plan.of(kit, keys, None if force else self.store, submission, seed)

    @cached_property
    def tier(self) -> sandbox.Tier:
        """The sandbox of this machine. Looked for when first asked: it takes a moment."""
        return sandbox.Tier.UNSAFE if self.unsafe else sandbox.detect().tier

    def kit(self, name: str) -> Kit:
        """The kit of a unit of which something was graded."""
        return self._units[name][0]

    def _run(self, todo: list[Submission]) -> Iterator[Result]:
        running: dict[tuple[str, str], Plan] = {}

        def jobs() -> Iterator[dict[str, Any]]:
            # Read a second time, when its turn comes: what a class handed in may be large.
            for submission in todo:
                plan = self.plan(submission, self.force)
                running[submission.unit.name, submission.student] = plan
                yield plan.job()

        kits = [self.kit(name) for name in sorted({each.unit.name for each in todo})]
        with self.hire(kits, len(todo)) as workers:
            for job, graded in workers.grade(jobs()):
                plan = running.pop((job["unit"], job["student"]))
                if isinstance(graded, Died):
                    yield plan.not_judged(str(graded))
                else:
                    assert isinstance(graded, Graded)
                    yield plan.keep(graded, self.store)

    def _pool(self, kits: Sequence[Kit], jobs: int) -> AbstractContextManager[Workers]:
        return Pool(kits, min(self.jobs, jobs), self.tier)


def _cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def course_secret(course: Course) -> bytes:
    """The secret that students' draws depend on; made at the first grading, readable to its owner.

    Raises:
        CourseError: where others can read it, or it cannot be kept.
    """
    path = course.root / STATE / "secret"
    try:
        if not path.is_file():
            path.parent.mkdir(mode=0o700, exist_ok=True)
            write_atomically(path, secrets.token_bytes(32), mode=0o600)
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise CourseError(f"{path} can be read by others; run `chmod 600 {path}`")
        return path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path} cannot be kept ({error.strerror})") from None
