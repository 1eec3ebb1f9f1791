"""All that judging a unit needs, by content: it can travel to a machine without the files."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from grader.course import Course, Exercise, Limits, Unit


@dataclass(frozen=True)
class Kit:
    """A unit as the judge sees it."""

    unit: Unit
    hidden: Mapping[str, str]
    """the unit's hidden tests: file name to text"""
    notebook: str
    """the released notebook, as JSON text"""
    module: str
    """the released module, "" for a notebook unit"""
    data_root: str
    """the course's data folder on this machine"""

    def test_file(self, exercise: str) -> str:
        return f"test_{exercise}.py"


def kit_of(course: Course, unit: Unit) -> Kit:
    """Read a unit's kit from the course's files.

    Raises:
        FileNotFoundError: where `exercises/` has not been built.
    """
    released = course.released(unit)
    module = released / f"{unit.stem}.py"
    return Kit(
        unit=unit,
        hidden={path.name: _text(path) for path in sorted(course.hidden(unit).glob("*.py"))},
        notebook=_text(released / f"{unit.stem}.ipynb"),
        module=_text(module) if unit.form == "module" else "",
        data_root=str(course.root / "data"),
    )


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def kit_to_json(kit: Kit) -> dict[str, Any]:
    return asdict(kit)


def kit_from_json(raw: Mapping[str, Any]) -> Kit:
    unit = raw["unit"]
    exercises = tuple(Exercise(**{**e, "after": tuple(e["after"])}) for e in unit["exercises"])
    limits = Limits(**unit["limits"])
    data, goals = tuple(unit["data"]), tuple(unit["goals"])
    parts = {"exercises": exercises, "limits": limits, "data": data, "goals": goals}
    return Kit(**{**raw, "unit": Unit(**{**unit, **parts})})


def files_to_json(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: base64.b64encode(content).decode() for name, content in files.items()}


def files_from_json(raw: Mapping[str, str]) -> dict[str, bytes]:
    return {name: base64.b64decode(content) for name, content in raw.items()}
