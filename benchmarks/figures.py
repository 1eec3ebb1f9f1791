"""Measures a class: graded by ours from nothing and again, and by stock nbgrader."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks import classroom, machine, ours, stock
from benchmarks.measured import Measured, measure
from grader.course import Course, Unit

CORES = os.cpu_count() or 1
PYTHON = [sys.executable, "-m"]


@dataclass(frozen=True)
class Run:
    """One grading of a class by ours, from nothing."""

    students: int
    measured: Measured
    clock: dict[str, float]
    """seconds by the clock of the whole run: start, record"""
    parts: dict[str, float]
    """seconds of all submissions together: wall, load, probes, judge_cpu, learner_cpu"""

    @property
    def each(self) -> float:
        """Seconds a submission, the start of the processes left out."""
        return (self.measured.wall - self.clock["start"]) / self.students

    @property
    def overhead(self) -> float:
        """Wall time × cores, as times the processor time of the sandboxes and the judge."""
        return CORES * self.measured.wall / (self.parts["learner_cpu"] + self.parts["judge_cpu"])


@dataclass(frozen=True)
class Round:
    """A part of the class graded by stock nbgrader, then the whole class by ours."""

    theirs: int
    """submissions"""
    stock: Measured
    ours: Run

    @property
    def ratio(self) -> float:
        """Our throughput by stock nbgrader's."""
        return (self.ours.students / self.ours.measured.wall) / (self.theirs / self.stock.wall)


@dataclass(frozen=True)
class Figures:
    """All that is measured of a class."""

    unit: Unit
    growth: tuple[Run, ...]
    rounds: tuple[Round, ...]
    own: float
    """seconds of CPU of the learners' code and the hidden tests alone"""
    again: float
    """seconds to find that nothing has changed"""
    changed: Run
    """with the test of one exercise changed, and all else graded before"""
    alike: float
    """the part of stock nbgrader's verdicts that ours shares: full points, or not"""
    loads: tuple[str, str]
    """of the machine, before and after"""


def take(root: Path, unit_name: str, sizes: list[int], stock_students: int, rounds: int) -> Figures:
    """Measure everything; says meanwhile what comes out."""
    before = machine.load()
    say(f"{machine.describe()}; load {before}")
    growth = {size: _first_time(root, size, unit_name) for size in sorted(sizes)}
    size = min(growth, key=lambda students: abs(students - 100))
    course = classroom.load(_folder(root, size) / "course.toml")
    unit = course.unit(unit_name)
    own = _own_work(course, unit)
    say(f"learners' code and hidden tests alone: {own:.1f} s of CPU")
    again = min(measure(classroom.autograde(course), classroom.ROOT).wall for _ in range(3))
    say(f"with nothing changed: {again:.2f} s")
    say("with one exercise's test changed:")
    changed = _with_one_test_changed(course, unit)
    compared, alike = _compare(root, course, unit, min(stock_students, size), rounds)
    return Figures(
        unit,
        tuple(growth.values()),
        compared,
        own,
        again,
        changed,
        alike,
        (before, machine.load()),
    )


def say(line: str) -> None:
    print(line, flush=True)


# ------------------------------------------------------------------------------------- ours


def _folder(root: Path, students: int) -> Path:
    return root / f"ours{students}"


def _first_time(root: Path, students: int, unit: str) -> Run:
    return _grade(classroom.make(_folder(root, students), students, [unit]), unit)


def _grade(course: Course, unit: str) -> Run:
    students = len(list((course.root / "submitted").iterdir()))
    command = [*PYTHON, "benchmarks.ours", str(course.root), unit]
    measured = measure(command, classroom.ROOT)
    clock = json.loads(measured.output.splitlines()[-1])
    run = Run(students, measured, clock, ours.parts(course.root))
    say(
        f"ours, {students} submissions: {measured.wall:.1f} s, {measured.cpu:.1f} s of CPU, "
        f"{1000 * run.each:.0f} ms each after a start of {clock['start']:.1f} s; "
        f"load {machine.load()}"
    )
    return run


def _own_work(course: Course, unit: Unit) -> float:
    command = [*PYTHON, "benchmarks.own_work", str(course.root), unit.name]
    ran = subprocess.run(command, cwd=classroom.ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return float(sum(json.loads(ran.stdout.splitlines()[-1])))


def _with_one_test_changed(course: Course, unit: Unit) -> Run:
    path = course.hidden_test(unit.exercises[0])
    path.write_text(path.read_text() + "\n# changed\n")
    return _grade(course, unit.name)


# ------------------------------------------------------------------------------------- both


def _compare(
    root: Path, course: Course, unit: Unit, students: int, rounds: int
) -> tuple[tuple[Round, ...], float]:
    """Turn about, so that both meet the same machine; and the part of verdicts that they share."""
    python = stock.environment(classroom.ROOT / ".bench-venv")
    names = sorted(path.name for path in (course.root / "submitted").iterdir())[:students]
    compared, same = [], []
    for number in range(rounds):
        part = names[number::rounds]
        folder = root / f"stock{number}"
        folder.mkdir()
        stock.make(folder, course, unit, part, python)
        measured = stock.nbgrader(folder, python, "autograde", unit.name)
        say(
            f"stock, {len(part)} submissions: {measured.wall:.1f} s, {measured.cpu:.1f} s of CPU; "
            f"load {machine.load()}"
        )
        classroom.forget(course)
        compared.append(Round(len(part), measured, _grade(course, unit.name)))
        same += _shared(course, unit, stock.full_points(folder, unit))
        say(f"{compared[-1].ratio:.1f} times the throughput")
    return tuple(compared), sum(same) / len(same)


def _shared(course: Course, unit: Unit, theirs: dict[tuple[str, str], bool]) -> list[bool]:
    points = {exercise.name: exercise.points for exercise in unit.exercises}
    full = {(row[1], row[2]): row[3] == points[str(row[2])] for row in classroom.scores(course)}
    return [full[key] == passed for key, passed in theirs.items()]
