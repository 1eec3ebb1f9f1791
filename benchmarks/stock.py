"""The same class in stock nbgrader: its own environment, its own notebooks, hidden tests in cells.

Each submission becomes the notebook that nbgrader would have collected: the released one, with this
student's code in the answer cells. Each exercise has one graded cell, whose hidden tests are the
texts of ours; it stops at the first test that fails, as such cells do.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.classroom import ROOT
from benchmarks.measured import Measured, measure
from grader.build import SCHEMA_VERSION
from grader.course import Course, Unit

PACKAGES = ("nbgrader", "torch", "numpy", "ipykernel")
CONFIG = """\
c = get_config()
c.CourseDirectory.root = {root!r}
c.CourseDirectory.course_id = "stock"
"""

# What stands in a graded cell. The notebook's module is the `unit` of the tests, which run in a
# namespace of their own.
CELL = """\
### BEGIN HIDDEN TESTS
import copy as _copy, sys as _sys, types as _types
from grader.testing import LearnerError as _LearnerError
from grader.testing.draw import Draw as _Draw
from grader.testing.forbid import Source as _Source

def _hidden(unit, cells):
    text = "\\n\\n".join(cell for cell in cells if "BEGIN HIDDEN" + " TESTS" not in cell)
    def observe(probe, **arguments):
        try:
            return probe(unit, **_copy.deepcopy(arguments))
        except Exception as error:
            kinds = tuple(kind.__name__ for kind in type(error).__mro__ if kind is not object)
            raise _LearnerError(kinds, str(error)) from error
    common = _types.ModuleType("common")
    exec({common!r}, common.__dict__)
    _sys.modules["common"] = common
    space = {{"__name__": "test_{name}"}}
    exec({test!r}, space)
    for name, test in list(space.items()):
        if name.startswith("test_"):
            fixtures = {{
                "observe": observe,
                "draw": _Draw(name.encode()),
                "source": _Source(text, {object!r}),
            }}
            wanted = test.__code__.co_varnames[: test.__code__.co_argcount]
            test(**{{each: fixtures[each] for each in wanted}})

_hidden(_sys.modules["__main__"], list(In))
### END HIDDEN TESTS"""


def environment(folder: Path) -> Path:
    """Python in a virtual environment with nbgrader and what the exercises need; made once."""
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        constraints = ["-c", str(ROOT / "constraints.txt")]
        pip = [str(python), "-m", "pip", "install", "--quiet", *constraints, *PACKAGES]
        subprocess.run(pip, check=True)
        (folder / "ready").touch()
    return python


def make(folder: Path, course: Course, unit: Unit, students: Sequence[str], python: Path) -> None:
    """A stock course with these students' submissions of ours, released and collected."""
    (folder / "source" / unit.name).mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(CONFIG.format(root=str(folder)))
    source = folder / "source" / unit.name / f"{unit.stem}.ipynb"
    source.write_text(json.dumps(_notebook(course, unit)))
    nbgrader(folder, python, "generate_assignment", unit.name)
    release = json.loads((folder / "release" / unit.name / source.name).read_text())
    for student in students:
        module = course.root / "submitted" / student / unit.name / f"{unit.stem}.py"
        answers = _answers(module.read_text())
        target = folder / "submitted" / student / unit.name
        target.mkdir(parents=True)
        (target / source.name).write_text(json.dumps(_handed_in(release, answers)))


def nbgrader(folder: Path, python: Path, *arguments: str) -> Measured:
    """Run an nbgrader command of that environment in a stock course."""
    # Found from the checkout: what the hidden tests import, and nothing else of ours.
    paths = {"PYTHONPATH": str(ROOT), "PATH": f"{python.parent}:/usr/bin:/bin"}
    return measure([str(python), "-m", "nbgrader", *arguments], folder, paths)


def full_points(folder: Path, unit: Unit) -> dict[tuple[str, str], bool]:
    """Student and exercise: whether stock nbgrader gave all of its points."""
    with contextlib.closing(sqlite3.connect(folder / "gradebook.db")) as gradebook:
        rows = gradebook.execute(
            "SELECT submission.student_id, cell.name, grade.auto_score"
            " FROM grade JOIN submitted_notebook AS notebook ON grade.notebook_id = notebook.id"
            " JOIN submitted_assignment AS submission ON notebook.assignment_id = submission.id"
            " JOIN base_cell AS cell ON grade.cell_id = cell.id"
        ).fetchall()
    points = {exercise.name: exercise.points for exercise in unit.exercises}
    return {(student, name): score == points[name] for student, name, score in rows}


def _notebook(course: Course, unit: Unit) -> dict[str, Any]:
    source = (course.solution(unit) / f"{unit.stem}.py").read_text()
    hidden = course.hidden(unit)
    common = (hidden / "common.py").read_text() if (hidden / "common.py").exists() else ""
    cells = []
    for name, code in _cells(source):
        cells.append(_cell(code, f"{name}-answer", solution=True) if name else _cell(code))
        if name:
            exercise = unit.exercise(name)
            test = course.hidden_test(exercise).read_text()
            text = CELL.format(common=common, test=test, name=name, object=exercise.object)
            cells.append(_cell(text, name, points=exercise.points))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _cell(
    code: str, name: str = "", *, solution: bool = False, points: float = 0.0
) -> dict[str, Any]:
    metadata: dict[str, Any] = {}
    if name:
        about = {"grade_id": name, "grade": not solution, "solution": solution, "task": False}
        about |= {"locked": not solution, "schema_version": SCHEMA_VERSION, "cell_type": "code"}
        metadata["nbgrader"] = about | ({} if solution else {"points": points})
    identity = name.replace("_", "-") or f"c{abs(hash(code)):x}"
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": identity[:60],
        "metadata": metadata,
        "outputs": [],
        "source": code,
    }


def _cells(text: str) -> Iterator[tuple[str, str]]:
    """The code cells of a percent source that define something: exercise or "", and code."""
    for part in re.split(r"(?m)^(?=# %%)", text):
        head, _, code = part.partition("\n")
        named = re.search(r'exercise="(\w+)"', head)
        if named or head.strip() == "# %%":
            yield (named[1] if named else ""), code.strip("\n")


def _answers(module: str) -> dict[str, str]:
    return {f"{name}-answer": code for name, code in _cells(module) if name}


def _handed_in(release: dict[str, Any], answers: dict[str, str]) -> dict[str, Any]:
    cells = []
    for cell in release["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        cells.append({**cell, "source": answers[name]} if name in answers else cell)
    return {**release, "cells": cells}
