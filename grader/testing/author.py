"""Hidden tests run in-process against solutions/, for their authors: `pytest tests/hidden/...`.

With `--answer tests/wrong/03_blocks/mlp/no_relu.py` they run against that answer instead. There
is no sandbox here and no second process; observations still pass through the wire format.
"""

from __future__ import annotations

import pickle
import traceback
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cloudpickle
import pytest

from grader import source as sources
from grader.course import Course, CourseError, Unit, find
from grader.testing.fixtures import SUBJECT, HiddenFixtures, Subject
from grader.testing.forbid import Source
from grader.testing.hidden import hidden_module, texts_of
from grader.testing.plain import NotPlain, decode, encode
from grader.testing.probe import LearnerError
from grader.torchvision_operators import mend_on_import


class InProcess:
    """A unit's code in this process."""

    def __init__(self, unit: Unit, cells: list[sources.Cell]) -> None:
        self.unit = unit
        self.text = "\n\n".join(c.source for c in cells if c.kind in ("setup", "exercise"))
        self.module = types.ModuleType(unit.stem)
        exec(compile(self.text, f"{unit.stem}.py", "exec"), self.module.__dict__)

    def call(self, function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
        # Copies, as in the learner's process: what the code does to them is not seen here.
        copies = pickle.loads(cloudpickle.dumps(arguments))
        try:
            return decode(encode(function(self.module, **copies)))
        except NotPlain as error:
            raise LearnerError(("TypeError",), f"the probe's answer: {error}") from error
        except Exception as error:
            traceback.print_exc()  # shown by pytest beside a failure: authors need it all
            kinds = tuple(k.__name__ for k in type(error).__mro__ if k is not object)
            raise LearnerError(kinds, str(error)) from error

    def source(self, exercise: str) -> Source:
        return Source(self.text, self.unit.exercise(exercise).object)

    def key(self, exercise: str) -> bytes:
        return f"author/{exercise}".encode()


def solved_cells(course: Course, unit: Unit) -> list[sources.Cell]:
    """The unit's cells with its solutions."""
    cells = sources.read(course.solution(unit) / f"{unit.stem}.py")
    return [sources.solved(cell) if cell.kind == "exercise" else cell for cell in cells]


class AuthorPlugin(HiddenFixtures):
    """Collects tests/hidden and puts a solution, or an answer, behind each unit's tests."""

    def __init__(self, course: Course, answer: Path | None) -> None:
        self.course, self.answer = course, answer
        self.subjects: dict[str, Subject] = {}

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Leave out the tests of a unit that is not in course.toml: it is not complete yet."""
        hidden = self.course.root / "tests" / "hidden"
        if collection_path.parent != hidden:
            return None
        return collection_path.name not in {unit.name for unit in self.course.units} or None

    def pytest_pycollect_makemodule(self, module_path: Path, parent: pytest.Collector) -> Any:
        if not module_path.is_relative_to(self.course.root / "tests" / "hidden"):
            return None
        texts = texts_of(module_path.parent)
        return hidden_module(parent, module_path, texts[module_path.name], texts.get("common.py"))

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        hidden = self.course.root / "tests" / "hidden"
        if item.path.is_relative_to(hidden):
            name = item.path.relative_to(hidden).parts[0]
            if name not in self.subjects:
                self.subjects[name] = self._subject(self.course.unit(name))
            item.config.stash[SUBJECT] = self.subjects[name]

    def _subject(self, unit: Unit) -> Subject:
        cells = solved_cells(self.course, unit)
        if self.answer and self.answer.parent.parent.name == unit.name:
            answer = sources.read_answer(self.answer)
            cells = sources.answered(cells, {self.answer.parent.name: answer.source})
        return InProcess(unit, cells)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--answer", type=Path, help="run hidden tests against this answer's file")


def pytest_configure(config: pytest.Config) -> None:
    mend_on_import()
    try:
        course = find(config.rootpath)
    except CourseError as error:
        raise pytest.UsageError(str(error)) from None
    answer = config.getoption("--answer")
    config.pluginmanager.register(
        AuthorPlugin(course, answer.resolve() if answer else None), "hidden-author"
    )
