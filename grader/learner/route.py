"""The way through the course: what comes next, and in which file and line it is written."""

from __future__ import annotations

from grader.course import Course, Exercise
from grader.errors import Mistake
from grader.learner import cells
from grader.learner.progress import Progress


def next_exercise(course: Course, progress: Progress) -> Exercise | None:
    """The first exercise that is not done and whose prerequisites are; None where all are done."""
    open_ones = [entry for entry in course.exercises if not progress.done(entry.name)]
    for entry in open_ones:
        if all(progress.done(before) for before in entry.after):
            return entry
    return open_ones[0] if open_ones else None


def edited_file(course: Course, exercise: Exercise) -> str:
    """The file that an exercise is written in, as seen from the course's folder."""
    unit = course.unit(exercise.unit)
    suffix = ".py" if unit.form == "module" else ".ipynb"
    return (course.released(unit) / f"{unit.stem}{suffix}").relative_to(course.root).as_posix()


def place(course: Course, exercise: Exercise) -> str:
    """Where to write: "exercises/03_blocks/blocks.py:62", or a notebook and its cell."""
    name = edited_file(course, exercise)
    try:
        text = (course.root / name).read_text(encoding="utf-8")
        found = [cell for cell in cells.of_file(name, text) if cell.exercise == exercise.name]
    except FileNotFoundError:
        return f"{name} (missing; `grader reset {exercise.name}` gives you a fresh one)"
    except (OSError, UnicodeDecodeError, Mistake):
        return name
    if not found:
        return name
    if name.endswith(".ipynb"):
        return f"{name}, cell {found[0].place}"
    return f"{name}:{cells.written_at(found[0])}"
