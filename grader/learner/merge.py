"""Brings a new version of a file under a learner's work, cell by cell.

Three versions meet: what was given out, what the learner has, and what is given out now. Where
the learner has changed nothing, the new one holds. What they wrote in an exercise, and cells that
they added, stay. A cell that both have changed otherwise is a conflict.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from grader.learner import cells
from grader.learner.cells import Cell


@dataclass(frozen=True)
class Merged:
    """What came of it."""

    text: str
    kept: tuple[str, ...]
    """exercises that hold what the learner wrote"""
    stubs_changed: tuple[str, ...]
    """those of them whose stub is another one now"""


class Conflict(Exception):
    """Both have changed the same place; only a person can say what should stand there."""


def merge(name: str, given: str, mine: str, new: str) -> Merged:
    """The new file with the learner's work in it.

    Raises:
        Conflict: where that cannot be said.
        Mistake: where the learner's file is no whole notebook.
    """
    base, theirs, wanted = (cells.of_file(name, text) for text in (given, mine, new))
    result = list(wanted)
    _own_cells(base, theirs, result)
    kept, stubs_changed = [], []
    stubs, written = _exercises(base), _exercises(theirs)
    for place, cell in enumerate(result):
        if not cell.exercise or cell.exercise not in written:
            continue
        own = written[cell.exercise]
        stub = stubs.get(cell.exercise)
        if stub is None or _body(own) != _body(stub):
            result[place] = _as_mine(cell, own)
            kept.append(cell.exercise)
            if stub is not None and _body(stub) != _body(cell):
                stubs_changed.append(cell.exercise)
    if name.endswith(".ipynb"):
        _keep_outputs(theirs, result)
    else:
        result = _spaced(result)
    return Merged(cells.joined(name, new, result), tuple(kept), tuple(stubs_changed))


def _own_cells(base: list[Cell], theirs: list[Cell], result: list[Cell]) -> None:
    """Put the cells that the learner added or changed, but for exercises, into the new file."""
    before, after = [_key(cell) for cell in base], [_key(cell) for cell in theirs]
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind in ("equal", "delete"):
            continue  # what was deleted comes back
        own = theirs[c:d]
        now = [_key(cell) for cell in result]
        if all(key in now for key in after[c:d]):
            continue  # the new file says the same
        if any(cell.exercise for cell in [*own, *base[a:b]]):
            raise Conflict
        if kind == "insert":
            at = max((now.index(key) + 1 for key in before[:a] if key in now), default=0)
            result[at:at] = own
        elif all(key in now for key in before[a:b]):
            at = now.index(before[a])
            if now[at : at + b - a] != before[a:b]:
                raise Conflict
            result[at : at + b - a] = own
        else:
            raise Conflict


def _key(cell: Cell) -> Hashable:
    if cell.exercise:
        return "exercise", cell.exercise
    return cell.raw and cell.raw["cell_type"], _body(cell)


def _body(cell: Cell) -> str:
    return cell.text.strip()


def _exercises(found: Sequence[Cell]) -> dict[str, Cell]:
    return {cell.exercise: cell for cell in found if cell.exercise}


def _as_mine(cell: Cell, own: Cell) -> Cell:
    """The new cell with what the learner wrote in it."""
    if cell.raw is None:
        return own
    work = {key: own.raw[key] for key in ("source", "outputs", "execution_count")}
    return replace(cell, text=own.text, raw={**cell.raw, **work})


def _keep_outputs(theirs: list[Cell], result: list[Cell]) -> None:
    """What a notebook's unchanged cells had shown, they still show."""
    ran = {_key(cell): cell.raw for cell in theirs if cell.raw["cell_type"] == "code"}
    for place, cell in enumerate(result):
        if _key(cell) in ran and not cell.exercise:
            shown = {key: ran[_key(cell)][key] for key in ("outputs", "execution_count")}
            result[place] = replace(cell, raw={**cell.raw, **shown})


def _spaced(result: list[Cell]) -> list[Cell]:
    """A module's cells with an empty line, or more, between any two."""
    spaced = []
    for cell in result[:-1]:
        ending = max(2, len(cell.text) - len(cell.text.rstrip("\n")))
        spaced.append(replace(cell, text=cell.text.rstrip("\n") + "\n" * ending))
    last = result[-1]
    return [*spaced, replace(last, text=last.text.rstrip("\n") + "\n")]
