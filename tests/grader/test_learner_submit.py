"""`grader submit`: what would surprise at grading is said before, and nbgrader can collect it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support import hand_in

from grader.cli import main
from grader.course import Course
from grader.learner.submit import pack

NUMBERS = "exercises/01_numbers/numbers.ipynb"


def grader(course: Course, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--course", str(course.root), *arguments])


def write(course: Course, unit: str, answers: dict[str, str] | None = None) -> None:
    folder = hand_in(course, "me", unit, answers)
    for path in folder.iterdir():
        path.replace(course.root / "exercises" / unit / path.name)


def packed(course: Course) -> list[Path]:
    return sorted((course.root / "submit").glob("*.zip"))


def test_a_unit_that_runs_is_packed_as_nbgrader_collects_it(tiny: Course) -> None:
    write(tiny, "02_shapes")
    cache = tiny.root / "exercises/02_shapes/__pycache__"
    cache.mkdir()
    (cache / "shapes.pyc").write_bytes(b"x")
    (tiny.root / "exercises/02_shapes/own.txt").write_text("mine")
    result = grader(tiny, "submit", "02_shapes")
    assert result.exit_code == 0, result.output
    (path,) = packed(tiny)
    assert f"into submit/{path.name}" in result.output and "your instructor" in result.output
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    assert {"02_shapes/shapes.py", "02_shapes/shapes.ipynb", "02_shapes/own.txt"} <= set(names)
    assert not [name for name in names if "__pycache__" in name]


def test_what_does_not_run_is_said_and_not_packed_unless_wanted(tiny: Course) -> None:
    write(tiny, "01_numbers", {"total": "def total(x):\n    return x.sum()\n\nundefined_name"})
    result = grader(tiny, "submit")  # the only unit that was begun
    assert result.exit_code == 1 and packed(tiny) == []
    assert "BAD   numbers.ipynb, cell 9 raises NameError" in result.output
    assert "--anyway" in result.output
    assert grader(tiny, "submit", "numbers", "--anyway").exit_code == 0
    assert len(packed(tiny)) == 1


def test_unfinished_work_is_noted_and_packed(tiny: Course) -> None:
    stub = 'def total(x):\n    raise NotImplementedError("total: write this part")'
    write(tiny, "01_numbers", {"total": stub})
    result = grader(tiny, "submit", "01_numbers")
    assert result.exit_code == 0 and "note  to do: total" in result.output
    assert "BAD" not in result.output


def test_a_missing_exercise_is_named_with_its_mend(tiny: Course) -> None:
    write(tiny, "01_numbers")
    path = tiny.root / NUMBERS
    notebook = json.loads(path.read_text())
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "total-answer"]
    path.write_text(json.dumps(notebook))
    result = grader(tiny, "submit", "01_numbers")
    assert result.exit_code == 1
    said = " ".join(result.output.split())
    assert "the cell of total is gone; `grader reset total` brings it back" in said


def test_bad_input_is_one_line(tiny: Course) -> None:
    assert 'did you mean "01_numbers"?' in grader(tiny, "submit", "01_numbrs").output
    assert "which unit?" in grader(tiny, "submit").output
    (tiny.root / NUMBERS).write_text("{")
    result = grader(tiny, "submit", "01_numbers")
    assert result.exit_code == 2 and "is not a whole notebook" in result.output
    (tiny.root / NUMBERS).unlink()
    assert "numbers.ipynb is missing" in grader(tiny, "submit", "01_numbers").output


def test_a_folder_that_cannot_be_written_is_one_line(tiny: Course) -> None:
    (tiny.root / "submit").write_text("in the way")
    with pytest.raises(Exception, match="cannot be written"):
        pack(tiny, tiny.unit("02_shapes"))


def test_help_shows_an_example() -> None:
    assert "grader submit 03_blocks" in CliRunner().invoke(main, ["submit", "--help"]).output
