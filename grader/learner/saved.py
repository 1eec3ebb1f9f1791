"""Notices what a learner saves, and which exercises that touches.

It looks at the few files of the course again and again. That sees every way of saving: in place,
by renaming a new file over the old one, from JupyterLab, on a network drive or in a container.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from grader.course import Course, Unit
from grader.errors import Mistake
from grader.learner import cells

DEFINED = re.compile(r"^(?:class|def) (\w+)", re.MULTILINE)
Signature = tuple[int, int, int]


@dataclass(frozen=True)
class Save:
    """A file was saved."""

    name: str
    unit: Unit
    exercises: tuple[str, ...]
    """those that have to be checked again, in the order of the course"""


class Saves:
    """Tells what was saved since it last looked."""

    def __init__(self, course: Course) -> None:
        self._files = {
            course.released(unit) / name: unit
            for unit in course.units
            for name in (_written_in(unit), f"test_{unit.stem}.py")
        }
        self._seen = {path: _signature(path) for path in self._files}
        self._settling: dict[Path, Signature | None] = {}
        self._cells = {
            path: _cells(path) for path, unit in self._files.items() if _is_work(path, unit)
        }

    def look(self) -> list[Save]:
        """What was saved; a file counts once two looks find it the same, so that it is whole."""
        saves = []
        for path, unit in self._files.items():
            now = _signature(path)
            if now == self._seen[path] or now is None:
                self._settling.pop(path, None)
            elif self._settling.get(path) != now:
                self._settling[path] = now
            else:
                del self._settling[path]
                self._seen[path] = now
                exercises = self._touched(path, unit)
                if exercises:
                    saves.append(Save(path.name, unit, exercises))
        return saves

    def _touched(self, path: Path, unit: Unit) -> tuple[str, ...]:
        everything = tuple(exercise.name for exercise in unit.exercises)
        if not _is_work(path, unit):
            return everything
        before, self._cells[path] = self._cells[path], _cells(path)
        return touched(unit, before, self._cells[path])


def touched(
    unit: Unit, before: dict[str, str] | None, now: dict[str, str] | None
) -> tuple[str, ...]:
    """The exercises whose code changed, and those whose code uses them; all for anything else."""
    everything = tuple(exercise.name for exercise in unit.exercises)
    if before is None or now is None or before.get("") != now.get(""):
        return everything
    changed = {name for name in everything if before.get(name) != now.get(name)}
    for _ in everything:
        defined = [
            n for name in changed for n in DEFINED.findall(before.get(name, "") + now.get(name, ""))
        ]
        uses = re.compile(rf"\b({'|'.join(defined)})\b")
        changed |= {name for name in everything if defined and uses.search(now.get(name, ""))}
    return tuple(name for name in everything if name in changed)


def _written_in(unit: Unit) -> str:
    return f"{unit.stem}.py" if unit.form == "module" else f"{unit.stem}.ipynb"


def _is_work(path: Path, unit: Unit) -> bool:
    return path.name == _written_in(unit)


def _cells(path: Path) -> dict[str, str] | None:
    """The code of each exercise, and under "" all the other code; None where it is not whole."""
    try:
        found = cells.of_file(path.name, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, Mistake):
        return None
    code: dict[str, str] = {}
    for cell in found:
        prose = cell.text.startswith("# %% [markdown]") or (
            cell.raw is not None and cell.raw["cell_type"] != "code"
        )
        if not prose:
            code[cell.exercise] = code.get(cell.exercise, "") + cell.text
    return code


def _signature(path: Path) -> Signature | None:
    try:
        entry = path.stat()
    except OSError:
        return None
    return entry.st_mtime_ns, entry.st_size, entry.st_ino
