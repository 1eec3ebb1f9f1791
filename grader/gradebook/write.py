"""Writes `autograded/`, from which nbgrader makes feedback and the formgrader shows work."""

from __future__ import annotations

from pathlib import Path

from grader.course import Course
from grader.files import write_atomically
from grader.gradebook.feedback import autograded
from grader.grading.collect import collect
from grader.grading.kit import Kit
from grader.grading.plan import Result
from grader.grading.sanitise import prepare

STAMP = "timestamp.txt"


def autograded_text(kit: Kit, result: Result) -> str:
    """A submission's autograded notebook, as JSON text."""
    prepared = prepare(kit, collect(result.submission.folder))
    return autograded(kit, prepared, result.graded)


def autograded_path(course: Course, result: Result) -> Path:
    """Where it lies, as nbgrader lays it out."""
    unit = result.submission.unit
    folder = course.root / "autograded" / result.submission.student / unit.name
    return folder / f"{unit.stem}.ipynb"


def write_autograded(course: Course, kit: Kit, result: Result) -> None:
    """Write a submission's folder under `autograded/`."""
    path = autograded_path(course, result)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = autograded_text(kit, result)
    # Read-only, as nbgrader leaves it: nobody should mistake it for the submission.
    write_atomically(path, text.encode(), mode=0o444, durable=False)
    stamp = stamp_of(result.submission.folder)
    if stamp:
        write_atomically(path.with_name(STAMP), stamp.encode(), durable=False)


def stamp_of(folder: Path) -> str:
    """The text of the timestamp.txt that nbgrader's collect writes; "" where there is none."""
    path = folder / STAMP
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > 200:
            return ""
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
