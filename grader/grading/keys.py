"""The names under which results are kept: hashes of all that a result depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from grader.grading.kit import Kit


class Keys:
    """The keys of one unit's results. What all submissions share is hashed once.

    Args:
        grader: the version of this program.
        torch: the version of PyTorch that grades.
        unsafe: whether code runs without a sandbox; such a result never stands for a safe one.
    """

    def __init__(self, kit: Kit, grader: str, torch: str, *, unsafe: bool) -> None:
        unit = kit.unit
        self._run = _hash(
            {
                "grader": grader,
                "torch": torch,
                "unsafe": unsafe,
                "unit": [unit.name, unit.form, unit.simulator],
                "limits": asdict(unit.limits),
                "released": [kit.notebook, kit.module],
                "data": _hash([*_content(Path(kit.data_root), unit.data)]),
            }
        )
        shared = {name: text for name, text in kit.hidden.items() if not name.startswith("test_")}
        self._exercises = {
            exercise.name: _hash(
                [asdict(exercise), kit.hidden[kit.test_file(exercise.name)], shared]
            )
            for exercise in unit.exercises
        }

    def run(self, submission: str, seed: bytes) -> str:
        """The key of one submission's run: of all but the hidden tests.

        Args:
            submission: the hash of the submission's content.
            seed: what the student's draws depend on; it stands for the secret and the student.
        """
        return _hash([self._run, submission, hashlib.sha256(seed).hexdigest()])

    def verdicts(self, run: str) -> dict[str, str]:
        """The key of the verdict on each exercise of a run."""
        return {name: _hash([run, exercise]) for name, exercise in self._exercises.items()}


def _hash(parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _content(root: Path, folders: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The name and the hash of each file of the data that a unit's code may read."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                yield path.relative_to(root).as_posix(), content
