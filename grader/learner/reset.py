"""`grader reset`: one exercise back to its stub, with the old work kept in a dated backup."""

from __future__ import annotations

from dataclasses import dataclass, replace

import click

from grader.course import Course, Exercise
from grader.errors import Mistake
from grader.files import write_atomically
from grader.learner import cells, jupyter, pristine, progress, route
from grader.learner.cells import Cell


@dataclass(frozen=True)
class Plan:
    """What a reset would write."""

    name: str
    """the file, as seen from the course's folder"""
    text: str
    whole: bool
    """whether the whole file is put back: it was missing, or cannot be read as what it was"""
    there: bool
    """whether there is a file to back up"""


def plan(course: Course, exercise: Exercise) -> Plan | None:
    """What it takes; None where the exercise is as it was given out."""
    name = route.edited_file(course, exercise)
    original = pristine.original(course, name)
    path = course.root / name
    if not path.is_file():
        return Plan(name, original, whole=True, there=False)
    try:
        now = pristine.read_text(path, name)
        mine = cells.of_file(name, now)
    except Mistake:
        return Plan(name, original, whole=True, there=True)
    text = cells.joined(name, now, _put_back(mine, cells.of_file(name, original), exercise.name))
    return None if text == now else Plan(name, text, whole=False, there=True)


def carry_out(course: Course, exercise: Exercise, plan: Plan) -> str:
    """Write it; gives the backup's place, "" where there was nothing to keep.

    Raises:
        Mistake: where something cannot be written.
    """
    kept = pristine.back_up(course, [plan.name]) if plan.there else ""
    try:
        write_atomically(course.root / plan.name, plan.text.encode())
    except OSError as error:
        raise Mistake(f"{plan.name} cannot be written ({error.strerror})") from None
    known, _ = progress.read(course)
    progress.write(course, known.without(exercise.name))
    return kept


def reset(course: Course, name: str, sure: bool) -> int:
    """Ask, reset, and say where the old work is."""
    exercise = course.exercise(name)
    planned = plan(course, exercise)
    if planned is None:
        click.echo(f"{exercise.name} is as it was given out; nothing to reset")
        return 0
    jupyter.not_open(course, [planned.name])
    what = f"all of {planned.name}" if planned.whole else f"{exercise.name} in {planned.name}"
    if planned.there and not sure:
        click.confirm(f"Put {what} back to what was given out? A backup is kept.", abort=True)
    kept = carry_out(course, exercise, planned)
    click.echo(f"{what} is as it was given out")
    if kept:
        click.echo(f"what you had is in {kept}/{planned.name}")
    if planned.name.endswith(".ipynb"):
        click.echo("Is it open in an editor? Reload it from disk there, before you save it.")
    return 0


def _put_back(mine: list[Cell], original: list[Cell], exercise: str) -> list[Cell]:
    """The learner's cells with one exercise's as given out, at its place if it is gone."""
    stub = next(cell for cell in original if cell.exercise == exercise)
    there = [cell.exercise for cell in mine]
    if exercise in there:
        return [_ended(stub, cell) if cell.exercise == exercise else cell for cell in mine]
    before = [cell.exercise for cell in original[: original.index(stub)] if cell.exercise]
    at = max((there.index(name) + 1 for name in before if name in there), default=len(mine))
    return [*mine[:at], stub, *mine[at:]]


def _ended(stub: Cell, mine: Cell) -> Cell:
    """The stub with as many empty lines behind it as the learner's cell had."""
    if stub.raw is not None:
        return stub
    ending = mine.text[len(mine.text.rstrip("\n")) :] or "\n"
    return replace(stub, text=stub.text.rstrip("\n") + ending)
