"""A tiny course of two units, and ways to hand something in; shared by the tests."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from grader import sample
from grader import source as sources
from grader.course import Course, load

TINY = Path(__file__).parent / "grader" / "tiny"


def copy_tiny(folder: Path) -> Course:
    """A course folder of one's own."""
    shutil.copytree(TINY, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return load(folder / "course.toml")


def hand_in(
    course: Course, student: str, unit: str, answers: Mapping[str, str] | None = None
) -> Path:
    """Hand in a unit, solved but for the exercises named in `answers`; gives the folder."""
    entry = course.unit(unit)
    cells = sources.read(course.solution(entry) / f"{entry.stem}.py")
    written = sample.solutions(cells) | dict(answers or {})
    folder = course.root / "submitted" / student / entry.name
    sample.hand_in(folder, sample.submission_files(entry, cells, written))
    return folder
