"""The cells of what a learner edits: a module in percent format, or a notebook.

Both are split so that nothing is lost: what is not touched is written back byte for byte.
Jupytext is not needed; learners do not have it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from grader.errors import Mistake

HEAD = re.compile(r"^# %%(?!%)(?P<rest>.*)$")
EXERCISE = re.compile(r'\bexercise="(?P<name>[a-z][a-z0-9_]*)"')
STUB = "raise NotImplementedError("
UNWRITTEN = ": write this part"
"""what the message of a stub ends in"""


@dataclass(frozen=True)
class Cell:
    """One cell, as text."""

    text: str
    """of a module, with its `# %%` line; of a notebook, the source"""
    exercise: str = ""
    """the exercise that is written here, if any"""
    place: int = 1
    """of a module, the line where it starts; of a notebook, its number from 1"""
    raw: Any = None
    """of a notebook, the cell's JSON"""


def of_module(text: str) -> list[Cell]:
    """The cells of a module; their texts, put together, are the module."""
    cells: list[Cell] = []
    lines: list[str] = []
    exercise, start = "", 1
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        head = HEAD.match(line.rstrip("\r\n"))
        if head:
            if lines:
                cells.append(Cell("".join(lines), exercise, start))
            named = EXERCISE.search(head["rest"])
            lines, exercise, start = [], named["name"] if named else "", number
        lines.append(line)
    if lines:
        cells.append(Cell("".join(lines), exercise, start))
    return cells


def of_notebook(text: str, name: str = "the notebook") -> list[Cell]:
    """The cells of a notebook.

    Raises:
        Mistake: where the text is no notebook.
    """
    try:
        return [
            Cell("".join(raw["source"]), _exercise(raw), number, raw)
            for number, raw in enumerate(json.loads(text)["cells"], start=1)
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Mistake(f"{name} is not a whole notebook; save it from Jupyter again") from None


def of_file(name: str, text: str) -> list[Cell]:
    """The cells of a file, by how its name ends."""
    return of_notebook(text, name) if name.endswith(".ipynb") else of_module(text)


def joined(name: str, text: str, cells: list[Cell]) -> str:
    """The file with these cells in place of its own; `text` is what it holds now."""
    if not name.endswith(".ipynb"):
        return "".join(cell.text for cell in cells)
    notebook = json.loads(text)
    notebook["cells"] = [cell.raw for cell in cells]
    # As nbformat and the build write it.
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def written_at(cell: Cell) -> int:
    """Of a module's cell, the line of the file to write at: the first stub, or the code."""
    lines = cell.text.splitlines()
    for offset, line in enumerate(lines):
        if line.lstrip().startswith(STUB):
            return cell.place + offset
    return cell.place + min(1, len(lines) - 1)


def _exercise(raw: dict[str, Any]) -> str:
    nbgrader = raw["metadata"].get("nbgrader", {})
    if not nbgrader.get("solution") or nbgrader.get("grade"):
        return ""
    return str(nbgrader.get("grade_id", "")).removesuffix("-answer")
