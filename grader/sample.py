"""Submissions made from kept answers, so that their true scores are known before grading."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

from grader import source as sources
from grader.build import notebook_text
from grader.course import Course, Exercise, Unit
from grader.grading.verdict import TestResult, score


def submission_files(
    unit: Unit, cells: list[sources.Cell], answers: Mapping[str, str]
) -> dict[str, bytes]:
    """What a learner hands in who has answered so: file name to content.

    Args:
        cells: the unit's source.
        answers: exercise to code; the exercises that are not in it are left as given out.
    """
    stubs = [sources.stub(cell) if cell.kind == "exercise" else cell for cell in cells]
    written = sources.answered(stubs, answers)
    files = {f"{unit.stem}.ipynb": notebook_text(unit, written).encode()}
    if unit.form == "module":
        files[f"{unit.stem}.py"] = sources.module_text(written).encode()
    return files


def solutions(cells: list[sources.Cell]) -> dict[str, str]:
    """The solution of every exercise of a unit, by name."""
    return {cell.exercise: sources.solved(cell).source for cell in cells if cell.kind == "exercise"}


def hand_in(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a submission's files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def test_weights(course: Course, exercise: Exercise) -> dict[str, float]:
    """The hidden tests of an exercise and their weights, read from the file and not by pytest."""
    tree = ast.parse(course.hidden_test(exercise).read_text(encoding="utf-8"))
    return {
        node.name: _weight(node)
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def _weight(function: ast.FunctionDef) -> float:
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("mark.weight"):
            return float(ast.literal_eval(decorator.args[0]))
    return 1.0


def true_score(course: Course, exercise: Exercise, fails: tuple[str, ...]) -> float:
    """What an answer that fails exactly these tests must get."""
    tests = tuple(
        TestResult(name, name not in fails, weight)
        for name, weight in test_weights(course, exercise).items()
    )
    return score(exercise.points, tests)
