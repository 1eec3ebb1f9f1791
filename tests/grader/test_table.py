"""The closing table shows every number whole, however narrow the terminal."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from grader.course import load
from grader.grading import verdict as status
from grader.grading.plan import Result, Submission
from grader.grading.verdict import Graded, Verdict
from grader.reports.table import print_table

COURSE = load(Path(__file__).parents[2] / "course.toml")
UNIT = max(COURSE.units, key=lambda unit: len(unit.exercises))


def shown(width: int, *, how: str = status.GRADED, note: str = "", tier: str = "") -> str:
    verdicts = [
        Verdict(exercise.name, how, 0.64, exercise.points, (), note) for exercise in UNIT.exercises
    ]
    graded = Graded("marguerite", UNIT.name, tuple(verdicts), tier=tier)
    result = Result(Submission("marguerite", UNIT, Path()), graded, True, "")
    out = io.StringIO()
    print_table(Console(file=out, width=width), UNIT, [result])
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_number_is_cut_off(width: int) -> None:
    row = next(line for line in shown(width).splitlines() if "marguerite" in line)
    assert row.split() == ["marguerite", *["0.6"] * len(UNIT.exercises), "8.96"]


def test_the_longest_unit_fits_into_eighty_columns() -> None:
    assert max(len(line) for line in shown(80).splitlines()) <= 80


@pytest.mark.parametrize("width", [40, 80])
def test_every_number_stands_beside_its_exercise(width: int) -> None:
    text = shown(width)
    for number, exercise in enumerate(UNIT.exercises, start=1):
        assert re.search(rf"\b{number} {exercise.name}\b", text)


def test_what_went_wrong_is_said_below() -> None:
    text = shown(80, how=status.REFUSED, note="[the] folder is empty", tier="unsafe")
    assert "0.6×" in text and "× refused" in text
    assert "marguerite: [the] folder is empty; graded without a sandbox" in text
