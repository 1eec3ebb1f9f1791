"""Builds `exercises/` from `solutions/`: notebooks, modules, checks, hints, and each unit's README.

The same source gives the same bytes: no time, no random id, sorted keys, one newline at the end.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from grader import source as sources
from grader.course import Course, Unit, check_files
from grader.errors import Mistake

# nbgrader's own metadata format, version 3 (nbgrader.nbgraderformat.v3).
SCHEMA_VERSION = 3


class BuildError(Mistake):
    """Sources that cannot be built, or built files that do not match them, in one line."""


def build(course: Course) -> list[Path]:
    """Write `exercises/` anew; gives the files that changed.

    Raises:
        CourseError, SourceError, BuildError: for the first mistake in a source.
    """
    changed = []
    wanted = built_files(course)
    for path, content in wanted.items():
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            changed.append(path)
    for path in _strays(course, wanted):
        path.unlink()
        changed.append(path)
    return changed


def drift(course: Course) -> list[str]:
    """What in `exercises/` is not what the sources give, one line a file."""
    wanted = built_files(course)
    lines = []
    for path, content in wanted.items():
        name = path.relative_to(course.root).as_posix()
        if not path.is_file():
            lines.append(f"{name} is missing; run `grader build`")
        elif path.read_bytes() != content:
            lines.append(f"{name} differs from its source; run `grader build`")
    for path in _strays(course, wanted):
        name = path.relative_to(course.root).as_posix()
        lines.append(f"{name} has no source; run `grader build`, or move it away")
    return lines


def built_files(course: Course) -> dict[Path, bytes]:
    """Every file of `exercises/`, by path."""
    check_files(course)
    files: dict[Path, bytes] = {}
    for unit in course.units:
        for name, text in _unit_files(course, unit).items():
            files[course.released(unit) / name] = text.encode()
    return files


def _strays(course: Course, wanted: Mapping[Path, bytes]) -> list[Path]:
    """Built-looking files that no source gives any more."""
    folder = course.root / "exercises"
    ours = (".ipynb", ".py", ".md")
    return [
        path
        for path in sorted(folder.glob("*/*"))
        if path.is_file() and path.suffix in ours and path not in wanted
    ]


def _unit_files(course: Course, unit: Unit) -> dict[str, str]:
    folder = course.solution(unit)
    cells = sources.read(folder / f"{unit.stem}.py")
    _check_cells(unit, cells)
    stubs = [sources.stub(cell) if cell.kind == "exercise" else cell for cell in cells]
    files = {
        "README.md": unit_readme(unit, cells),
        "hints.md": (folder / "hints.md").read_text(encoding="utf-8"),
        f"test_{unit.stem}.py": (folder / f"test_{unit.stem}.py").read_text(encoding="utf-8"),
        f"{unit.stem}.ipynb": notebook_text(unit, stubs),
    }
    if unit.form == "module":
        files[f"{unit.stem}.py"] = sources.module_text(stubs)
    return files


def _check_cells(unit: Unit, cells: list[sources.Cell]) -> None:
    """Each exercise of the unit has a cell to write in and one check, and there are no others."""
    place = f"solutions/{unit.name}/{unit.stem}.py"
    names = {exercise.name for exercise in unit.exercises}
    for kind in ("exercise", "check"):
        there = [cell.exercise for cell in cells if cell.kind == kind]
        for name in sorted(names - set(there)):
            raise BuildError(f'{place}: no cell {kind}="{name}"; add one')
        for name in there:
            if name not in names:
                raise BuildError(f'{place}: {kind}="{name}" is in no [[unit.exercise]]; add it')
            if there.count(name) > 1:
                raise BuildError(f'{place}: {kind}="{name}" stands twice; join the two')


# ----------------------------------------------------------------------------- notebooks


def notebook_text(unit: Unit, cells: list[sources.Cell]) -> str:
    """A unit's notebook, as JSON text, with what nbgrader has to know of each cell."""
    notebook = {
        "cells": list(_notebook_cells(unit, cells)),
        "metadata": {
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _notebook_cells(unit: Unit, cells: list[sources.Cell]) -> Iterator[dict[str, Any]]:
    numbers = {"markdown": 0, "setup": 0, "try": 0}
    prelude_due = True
    for cell in cells:
        if cell.kind in numbers:
            numbers[cell.kind] += 1
            cell_id = f"{'text' if cell.kind == 'markdown' else cell.kind}-{numbers[cell.kind]}"
        else:
            cell_id = cell.exercise if cell.kind == "check" else f"{cell.exercise}-answer"
        if cell.kind != "markdown" and prelude_due:
            prelude_due = False
            yield _cell(unit, "setup", "prelude", _prelude(unit))
        if unit.form == "module" and cell.kind == "exercise":
            continue
        text = f'check("{cell.exercise}")' if cell.kind == "check" else cell.source
        yield _cell(unit, cell.kind, cell_id, text, cell.exercise)


def _prelude(unit: Unit) -> str:
    """The first code cell: the checks, and in a module unit what the learner writes there."""
    lines = ["from grader.learner import check"]
    if unit.form == "module":
        objects = ", ".join(exercise.object for exercise in unit.exercises)
        lines = [
            "%load_ext autoreload",
            "%autoreload 2",
            "",
            *lines,
            "",
            f"# You write these in {unit.stem}.py. Once saved, the cells below use them.",
            f"import {unit.stem}",
            f"from {unit.stem} import *  # {objects}",
        ]
    return "\n".join(lines)


def _cell(unit: Unit, kind: str, cell_id: str, text: str, exercise: str = "") -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": "markdown" if kind == "markdown" else "code",
        "id": cell_id.replace("_", "-"),
        "metadata": {"tags": [kind]} if kind == "try" else {},
        "source": text.splitlines(keepends=True),
    }
    if kind != "markdown":
        cell |= {"execution_count": None, "outputs": []}
    if kind == "try":
        return cell
    locked = kind != "exercise"
    if locked:
        cell["metadata"] |= {"deletable": False, "editable": False}
    nbgrader = {
        "grade": kind == "check",
        "grade_id": cell_id,
        "locked": locked,
        "schema_version": SCHEMA_VERSION,
        "solution": not locked,
        "task": False,
    }
    if kind == "check":
        nbgrader["points"] = unit.exercise(exercise).points
    nbgrader["cell_type"] = cell["cell_type"]
    nbgrader["checksum"] = _checksum(cell["cell_type"], text, nbgrader)
    cell["metadata"]["nbgrader"] = nbgrader
    return cell


def _checksum(cell_type: str, text: str, nbgrader: Mapping[str, Any]) -> str:
    """nbgrader.utils.compute_checksum, without paying nbgrader's import at a build."""
    parts = [text, cell_type, nbgrader["grade"], nbgrader["solution"], nbgrader["locked"]]
    parts.append(nbgrader["grade_id"])
    if nbgrader["grade"]:
        parts.append(float(nbgrader["points"]))
    return hashlib.md5("".join(str(part) for part in parts).encode()).hexdigest()


# --------------------------------------------------------------------------- the unit's README


def unit_readme(unit: Unit, cells: list[sources.Cell]) -> str:
    """What the unit is about, how long it takes, in which order, and how to check oneself."""
    where = f"`{unit.stem}.py`" if unit.form == "module" else f"`{unit.stem}.ipynb`"
    lines = [f"# {unit.title}", ""]
    if unit.goals:
        lines += ["When you are through, you can", ""]
        lines += [f"- {goal}" for goal in unit.goals] + [""]
    lines += [
        f"Allow about {_duration(unit.minutes)}. Open `{unit.stem}.ipynb` to read and try things "
        f"out; you write in {where}.",
        "",
        "| | exercise | you write | points | minutes | after |",
        "|---|---|---|---|---|---|",
    ]
    names = {cell.exercise: sources.to_write(cell) for cell in cells if cell.kind == "exercise"}
    for number, exercise in enumerate(unit.exercises, start=1):
        written = ", ".join(f"`{name}`" for name in names[exercise.name])
        lines.append(
            f"| {number} | `{exercise.name}` | {written} | {exercise.points:g} "
            f"| {exercise.minutes} | {', '.join(f'`{name}`' for name in exercise.after)} |"
        )
    lines += [
        "",
        "Check yourself in the course's folder:",
        "",
        "```",
        f"pytest exercises/{unit.name}",
        "```",
        "",
        f'or in the notebook: `check("{unit.exercises[0].name}")`. '
        f"Stuck? `grader hint {unit.exercises[0].name}` tells a little more at each call.",
    ]
    return "\n".join(lines) + "\n"


def _duration(minutes: int) -> str:
    if minutes < 90:
        return f"{minutes} minutes"
    hours = round(minutes / 30) / 2
    return f"{hours:g} hours"
