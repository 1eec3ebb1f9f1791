"""A sample class whose true scores are known, graded the way a real one is."""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader import sample
from grader import source as sources
from grader.course import STATE, Course, Exercise, Unit, check_files, load
from grader.errors import Mistake
from grader.files import write_atomically

STUDENTS = """
ada agnes alan barbara cynthia donald edsger emmy frances grace guido hedy
ivan john karen leslie margaret niklaus radia robin shafi sophie tim yukihiro
""".split()  # noqa: SIM905  # a list that people read
COPIED = ("course.toml", "nbgrader_config.py", "exercises", "solutions", "tests/hidden", "data")


@dataclass(frozen=True)
class Expected:
    """One submission and what it must get for each exercise."""

    student: str
    unit: Unit
    scores: dict[str, float]

    @property
    def total(self) -> float:
        return round(sum(self.scores.values()), 2)


def make_class(
    course: Course,
    folder: Path,
    students: Sequence[str] = STUDENTS,
    units: Sequence[str] = (),
) -> tuple[Course, list[Expected]]:
    """Make a course folder with the students' submissions on every unit, or on those named.

    The first student solves everything, the second nothing; the others mix solutions, stubs,
    right answers of other shapes and wrong ones. Answers and hidden draws are the same at every
    run, so that every run gives the same scores.

    Raises:
        Mistake: where the folder holds something that this did not make.
    """
    check_files(course)
    marker = folder / ".made-by-grader-demo"
    if folder.exists() and any(folder.iterdir()) and not marker.exists():
        raise Mistake(f"{folder} is not empty and was not made by the demo; choose another folder")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    marker.touch()
    for name in COPIED:
        source, target = course.root / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, target)
    secret = folder / STATE / "secret"
    write_atomically(secret, hashlib.sha256(b"the sample class").digest(), mode=0o600)
    choose = random.Random(0)
    expected = []
    for unit in [course.unit(name) for name in units] or course.units:
        cells = sources.read(course.solution(unit) / f"{unit.stem}.py")
        solved = sample.solutions(cells)
        for number, student in enumerate(students):
            answers, scores = {}, {}
            for exercise in unit.exercises:
                code, score = _choice(course, exercise, solved[exercise.name], number, choose)
                scores[exercise.name] = score
                if code is not None:
                    answers[exercise.name] = code
            files = sample.submission_files(unit, cells, answers)
            sample.hand_in(folder / "submitted" / student / unit.name, files)
            expected.append(Expected(student, unit, scores))
    return load(folder / "course.toml"), expected


def _choice(
    course: Course, exercise: Exercise, solution: str, number: int, choose: random.Random
) -> tuple[str | None, float]:
    """An answer, None for the stub, and what it is worth."""
    wrong, right = (course.answers(exercise, kind) for kind in ("wrong", "right"))
    kinds = ["solution"] * 3 + ["stub"] + ["right"] * bool(right) * 2 + ["wrong"] * bool(wrong) * 3
    kind = {0: "solution", 1: "stub"}.get(number) or choose.choice(kinds)
    if kind == "solution":
        return solution, exercise.points
    if kind == "stub":
        return None, 0.0
    answer = sources.read_answer(choose.choice(right if kind == "right" else wrong))
    return answer.source, sample.true_score(course, exercise, answer.fails)


def grade_with_nbgrader(course: Course) -> None:
    """`nbgrader autograde`, then `nbgrader generate_feedback`, for every unit.

    Raises:
        Mistake: with nbgrader's last lines, where it fails.
    """
    for unit in course.units:
        for command in ("autograde", "generate_feedback"):
            run_nbgrader(course, command, unit.name)


def run_nbgrader(course: Course, *arguments: str) -> str:
    """Run an nbgrader command in a course's folder; gives what it printed."""
    ran = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if ran.returncode:
        last = "\n".join(ran.stdout.strip().splitlines()[-8:])
        raise Mistake(f"nbgrader {' '.join(arguments)} failed:\n{last}")
    return ran.stdout


def differences(course: Course, expected: list[Expected]) -> Iterator[tuple[Expected, float, bool]]:
    """Each submission with its score in the gradebook, and whether it is the known one."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        for entry in expected:
            submission = gradebook.find_submission(entry.unit.name, entry.student)
            grades = {
                grade.name: grade.score for book in submission.notebooks for grade in book.grades
            }
            same = all(abs(grades[name] - score) < 0.005 for name, score in entry.scores.items())
            yield entry, submission.score, same and len(grades) == len(entry.scores)
