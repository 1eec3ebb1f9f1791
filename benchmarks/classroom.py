"""A class to measure with: a course folder of its own, students who answer as real ones do."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from grader.course import Course, load
from grader.demo import make_class

ROOT = Path(__file__).parents[1]
STATE = (".grader", "gradebook.db", "autograded")


def make(folder: Path, students: int, units: Sequence[str] = (), course: Path = ROOT) -> Course:
    """A new course folder with the submissions of so many students, the same at every call."""
    names = [f"s{number:04d}" for number in range(students)]
    made, _ = make_class(load(course / "course.toml"), folder, names, units)
    return made


def forget(course: Course) -> None:
    """As before the first grading, but for the secret: every student keeps their draws."""
    secret = course.root / ".grader" / "secret"
    kept = secret.read_bytes() if secret.is_file() else None
    for name in STATE:
        path = course.root / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    if kept is not None:
        secret.parent.mkdir(mode=0o700)
        secret.touch(mode=0o600)
        secret.write_bytes(kept)


def autograde(course: Course, *options: str) -> list[str]:
    """The command that grades it."""
    return [sys.executable, "-m", "grader.cli", "--course", str(course.root), "autograde", *options]


def run(course: Course, *options: str) -> None:
    """Grade it to the end.

    Raises:
        CalledProcessError: where that fails; what it printed stands in `output`.
    """
    subprocess.run(
        autograde(course, *options),
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def scores(course: Course) -> list[tuple[object, ...]]:
    """Everything that the gradebook says of anybody's points, in order, read without nbgrader."""
    with contextlib.closing(sqlite3.connect(course.root / "gradebook.db")) as gradebook:
        return gradebook.execute(
            "SELECT unit.name, submission.student_id, cell.name, grade.auto_score,"
            " grade.manual_score, grade.extra_credit, grade.needs_manual_grade,"
            " notebook.late_submission_penalty"
            " FROM grade JOIN submitted_notebook AS notebook ON grade.notebook_id = notebook.id"
            " JOIN submitted_assignment AS submission ON notebook.assignment_id = submission.id"
            " JOIN assignment AS unit ON submission.assignment_id = unit.id"
            " JOIN base_cell AS cell ON grade.cell_id = cell.id"
            " ORDER BY 1, 2, 3"
        ).fetchall()
