"""Every attack and every honest oddity, with what it must get: read from the headers of files.

A header is the comment, or the docstring, that a submission begins with: a sentence that says what
it tries, then lines such as

    gets: 0, crashed            the points of the whole unit, and the status of its verdicts; two
                                with "or" between them where the clock decides
    gets in landlock: ...       the same, where that tier gives another answer
    says: is a sparse tensor    a part of what the learner is told
    prints: Permission denied   a part of what it printed, to show that it came as far as that
    place: 4                    of a cell of the learner's own: where in the notebook it stands
    in: notebook                of honest code: in place of the notebook's exercise

The code may name @COURSE@, the instructor's folder, and @PID@, a process of theirs: an attacker may
have learnt both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from attacks import handed_in
from support import hand_in

from grader.course import Course

CODE = Path(__file__).parent / "code"
TIERS = ("namespaces", "landlock")
MODULE, NOTEBOOK = "02_shapes", "01_numbers"
POINTS = {MODULE: 4.0, NOTEBOOK: 5.0}

HONEST_WRONG = "class Square(nn.Module):\n    def forward(self, x):\n        return x\n"
WRONG_DOUBLE = "def double(x):\n    return x + 2\n"

# What code says that does not run as it was meant to, whatever it was meant to do.
BROKEN = ("NameError", "SyntaxError", "IndentationError", "ModuleNotFoundError", "ImportError")
# What attacks print when they get through.
GOT_THROUGH = ("WROTE", "CONNECTED", "ATTACHED", "DONE", "FOUND", "KILLED")


@dataclass(frozen=True)
class Entry:
    """One submission, and what must come of it."""

    name: str
    what: str
    unit: str
    gets: Mapping[str, tuple[float, tuple[str, ...]]]
    """tier -> points, and the statuses that it may have"""
    says: tuple[str, ...]
    prints: tuple[str, ...]
    hand_in: Callable[[Course], Path]


def attacks() -> list[Entry]:
    """Hostile submissions, by name."""
    found = [_by_code(path) for path in sorted((CODE).glob("*.py"))]
    found += [_by_cell(path) for path in sorted((CODE / "cells").glob("*.py"))]
    found += [_by_folder(damage) for damage in handed_in.FOLDERS]
    found += [_by_notebook(change) for change in handed_in.NOTEBOOKS]
    return sorted(found, key=lambda entry: entry.name)


def honest() -> list[Entry]:
    """Right answers that do odd things on the way, by name; each earns everything."""
    return [_honest(path) for path in sorted((CODE / "honest").glob("*.py"))]


# ------------------------------------------------------------------------------ from a file


def _by_code(path: Path) -> Entry:
    def submit(course: Course) -> Path:
        return hand_in(course, path.stem, MODULE, {"square": _text(path, course)})

    return _entry(path.stem, path.read_text(), MODULE, submit)


def _by_cell(path: Path) -> Entry:
    text = path.read_text()
    place = int(_values(text, "place")[0])

    def submit(course: Course) -> Path:
        folder = hand_in(course, path.stem, NOTEBOOK, {"double": WRONG_DOUBLE})
        handed_in.insert_cell(folder, _text(path, course), place)
        return folder

    return _entry(path.stem, text, NOTEBOOK, submit)


def _by_folder(damage: Callable[[Path], None]) -> Entry:
    def submit(course: Course) -> Path:
        folder = hand_in(course, damage.__name__, MODULE, {"square": HONEST_WRONG})
        damage(folder)
        return folder

    return _entry(damage.__name__, damage.__doc__ or "", MODULE, submit)


def _by_notebook(change: handed_in.Change) -> Entry:
    def submit(course: Course) -> Path:
        folder = hand_in(course, change.__name__, NOTEBOOK, {"double": WRONG_DOUBLE})
        handed_in.edit_notebook(folder, change)
        return folder

    return _entry(change.__name__, change.__doc__ or "", NOTEBOOK, submit)


def _honest(path: Path) -> Entry:
    text = path.read_text()
    unit = NOTEBOOK if _values(text, "in") == ("notebook",) else MODULE
    exercise = "double" if unit == NOTEBOOK else "square"

    def submit(course: Course) -> Path:
        return hand_in(course, path.stem, unit, {exercise: text})

    return _entry(path.stem, f"{text}\n# gets: {POINTS[unit]:g}, graded", unit, submit)


def _text(path: Path, course: Course) -> str:
    text = path.read_text()
    return text.replace("@COURSE@", str(course.root)).replace("@PID@", str(course_pid(course)))


def course_pid(course: Course) -> int:
    """The process whose number attackers know, kept beside the course by whoever grades."""
    return int((course.root / "pid").read_text())


def _entry(name: str, text: str, unit: str, submit: Callable[[Course], Path]) -> Entry:
    what = text.strip().splitlines()[0].lstrip("# ")
    (usual,) = _values(text, "gets")
    gets = dict.fromkeys(TIERS, _gets(usual))
    for tier in TIERS:
        for other in _values(text, f"gets in {tier}"):
            gets[tier] = _gets(other)
    return Entry(name, what, unit, gets, _values(text, "says"), _values(text, "prints"), submit)


def _values(text: str, key: str) -> tuple[str, ...]:
    return tuple(re.findall(rf"^[# ]*{key}: (.+?)\s*$", text, re.MULTILINE))


def _gets(value: str) -> tuple[float, tuple[str, ...]]:
    points, _, statuses = value.partition(", ")
    assert statuses, f"say the points and the status in: {value}"
    return float(points), tuple(statuses.split(" or "))
