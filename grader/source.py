"""A unit's one source: percent-format cells, and the regions of them that learners write.

A source is valid Python and, to Jupytext, a notebook. Its code cells are of four kinds:

    # %% exercise="mlp"      what the learner writes; solution regions stand inside
    # %% check="mlp"         where the learner's checks of `mlp` run; empty in the source
    # %% tags=["try"]        something to run and play with; it defines nothing that others need
    # %%                     set-up: imports and constants, the same for everybody
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from grader.errors import Mistake

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


class SourceError(Mistake):
    """A mistake in a unit's source, in one line: file, place, mend."""


@dataclass(frozen=True)
class Cell:
    """One cell; `kind` is "markdown", "setup", "exercise", "check" or "try"."""

    kind: str
    source: str
    exercise: str = ""
    """the exercise that an exercise or a check cell belongs to"""


def read(path: Path) -> list[Cell]:
    """The cells of a unit's source.

    Raises:
        SourceError: for an unknown key, or a solution region that is not closed or stands
            outside an exercise cell.
    """
    import jupytext  # costs a second: paid only by who reads a source

    try:
        notebook = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    except UnicodeDecodeError:
        raise SourceError(f"{path.name}: not UTF-8 text; save it as UTF-8") from None
    return [
        _cell(raw, f"{path.name}: cell {number}")
        for number, raw in enumerate(notebook.cells, start=1)
    ]


def _cell(raw: Mapping[str, Any], place: str) -> Cell:
    # Jupytext keeps layout hints beside what the source says.
    layout = ("lines_to_next_cell", "lines_to_end_of_cell_marker")
    metadata = {key: value for key, value in raw["metadata"].items() if key not in layout}
    tags = metadata.pop("tags", [])
    exercise, check = metadata.pop("exercise", ""), metadata.pop("check", "")
    if metadata or set(tags) - {"try"}:
        odd = ", ".join([*metadata, *sorted(set(tags) - {"try"})])
        raise SourceError(f'{place}: unknown "{odd}"; use exercise, check or tags=["try"]')
    source = raw["source"]
    if raw["cell_type"] == "markdown":
        cell = Cell("markdown", source)
    elif exercise:
        cell = Cell("exercise", source, exercise)
    elif check:
        cell = Cell("check", source, check)
    else:
        cell = Cell("try" if tags else "setup", source)
    if cell.kind != "exercise" and (BEGIN in source or END in source):
        raise SourceError(
            f'{place}: a solution region outside an exercise; mark the cell exercise="..."'
        )
    if cell.kind == "exercise":
        _regions(source, f"{place} ({exercise})")
    return cell


def _regions(source: str, place: str) -> list[tuple[int, int]]:
    """First and last line (both markers included, from 0) of each solution region."""
    regions, begun = [], None
    for number, line in enumerate(source.splitlines()):
        if line.strip() == BEGIN:
            if begun is not None:
                raise SourceError(f"{place}: {BEGIN} twice; close the first with {END}")
            begun = number
        elif line.strip() == END:
            if begun is None:
                raise SourceError(f"{place}: {END} without {BEGIN}; add it above")
            regions.append((begun, number))
            begun = None
    if begun is not None:
        raise SourceError(f"{place}: {BEGIN} without {END}; add it below")
    if not regions:
        raise SourceError(f"{place}: no solution region; put {BEGIN} and {END} around the answer")
    return regions


def stub(cell: Cell) -> Cell:
    """An exercise cell as learners get it: each region is a NotImplementedError."""
    lines = cell.source.splitlines()
    for first, last in reversed(_regions(cell.source, cell.exercise)):
        indent = lines[first][: len(lines[first]) - len(lines[first].lstrip())]
        lines[first : last + 1] = [
            f'{indent}raise NotImplementedError("{cell.exercise}: write this part")'
        ]
    return replace(cell, source="\n".join(lines))


def to_write(cell: Cell) -> list[str]:
    """The classes and functions of an exercise cell in which a learner writes something."""
    tree = ast.parse(stub(cell).source)
    return [
        node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        and any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
    ]


def solved(cell: Cell) -> Cell:
    """An exercise cell with its solution, without the markers."""
    kept = [line for line in cell.source.splitlines() if line.strip() not in (BEGIN, END)]
    return replace(cell, source="\n".join(kept))


def solution_lines(cells: list[Cell]) -> Iterator[str]:
    """The lines inside solution regions: what may reach no learner."""
    for cell in cells:
        if cell.kind == "exercise":
            lines = cell.source.splitlines()
            for first, last in _regions(cell.source, cell.exercise):
                yield from lines[first + 1 : last]


def answered(cells: list[Cell], answers: Mapping[str, str]) -> list[Cell]:
    """The cells with the named exercises answered so; the others as they are."""
    return [
        replace(cell, source=answers[cell.exercise])
        if cell.kind == "exercise" and cell.exercise in answers
        else cell
        for cell in cells
    ]


def module_text(cells: list[Cell]) -> str:
    """What a module unit's cells are as a Python module: prose, set-up and exercises.

    The file stays in percent format, so that editors which know it show the statements as text.
    """
    parts = []
    for cell in cells:
        if cell.kind == "markdown":
            prose = "\n".join(f"# {line}".rstrip() for line in cell.source.splitlines())
            parts.append(f"# %% [markdown]\n{prose}\n")
        elif cell.kind in ("setup", "exercise"):
            key = f' exercise="{cell.exercise}"' if cell.exercise else ""
            parts.append(f"# %%{key}\n{cell.source}\n")
    return "\n".join(parts)


HEADER = re.compile(r"^#\s*(?P<key>fails|note):\s*(?P<value>\S.*)$")


@dataclass(frozen=True)
class Answer:
    """A kept answer to an exercise: the code, and the hidden tests that it must fail.

    The file starts with comments: what the answer is about, and `# fails: test_name` for each
    test that it fails, the one that names the misconception first.
    """

    path: Path
    about: str
    source: str
    fails: tuple[str, ...]


def read_answer(path: Path) -> Answer:
    """Read a file of tests/wrong or tests/right."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = 0
    about, fails = [], []
    while head < len(lines) and lines[head].startswith("#"):
        match = HEADER.match(lines[head])
        if match and match["key"] == "fails":
            fails.append(match["value"].strip())
        else:
            about.append(lines[head].lstrip("# "))
        head += 1
    return Answer(path, " ".join(about), "\n".join(lines[head:]).strip("\n"), tuple(fails))
