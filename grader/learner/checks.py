"""Runs the visible checks of a unit on a learner's code, and says in words how they went."""

from __future__ import annotations

import contextlib
import inspect
import io
import linecache
import random
import re
import sys
import tempfile
import traceback
import types
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.course import Unit
from grader.learner import cells
from grader.learner.call import call_of
from grader.learner.picture import picture_of

PASSED, FAILED, TO_DO = "passed", "failed", "to do"
PRINTED_LINES, PRINTED_CHARACTERS = 8, 2000


@dataclass(frozen=True)
class Outcome:
    """How one visible check went."""

    exercise: str
    name: str
    status: str
    message: str = ""
    """what the learner reads where it did not pass"""
    printed: str = ""
    """the end of what the learner's code printed meanwhile"""
    picture: str = ""
    """HTML: what came beside what was expected, where that says more than numbers"""

    @property
    def title(self) -> str:
        """The check in words, without the exercise's name."""
        return (self.name.removeprefix(f"{self.exercise}_")).replace("_", " ")


def outcomes(unit: Unit, folder: Path, code: Any, exercise: str | None = None) -> list[Outcome]:
    """Run the visible checks of a unit, or of one exercise, on loaded code."""
    return [
        run(function, name, code)
        for name, function in visible_checks(unit, folder)
        if exercise in (None, name)
    ]


def visible_checks(unit: Unit, folder: Path) -> Iterator[tuple[str, Callable[..., Any]]]:
    """(exercise, check) of each visible check, in the order of the file."""
    path = folder / f"test_{unit.stem}.py"
    linecache.checkcache(str(path))
    module = types.ModuleType(path.stem)
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), module.__dict__)
    for name, function in vars(module).items():
        if name.startswith("test_"):
            for mark in getattr(function, "pytestmark", []):
                if mark.name == "exercise":
                    yield mark.args[0], function


def check_counts(unit: Unit, folder: Path) -> dict[str, int]:
    """How many visible checks each exercise has, read from the file and not by running it."""
    text = (folder / f"test_{unit.stem}.py").read_text(encoding="utf-8")
    counts: dict[str, int] = {}
    for name in re.findall(r"^@pytest\.mark\.exercise\(\"(\w+)\"\)", text, flags=re.MULTILINE):
        counts[name] = counts.get(name, 0) + 1
    return counts


def run(function: Callable[..., Any], exercise: str, code: Any) -> Outcome:
    """Run one check; never raises for what the learner's code does, exit() included."""
    name = name_of(function)
    output = io.StringIO()
    status, message, drawn = PASSED, "", ""
    with ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(output))
        stack.enter_context(contextlib.redirect_stderr(output))
        stack.enter_context(undisturbed())
        try:
            function(**_arguments(function, code, stack))
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            status = TO_DO if is_to_do(error) else FAILED
            message = explain(function, error)
            drawn = picture_of(error)
    return Outcome(exercise, name, status, message, _end_of(output.getvalue()), drawn)


def name_of(function: Callable[..., Any]) -> str:
    return function.__name__.removeprefix("test_")


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """The same random numbers for a check whenever it runs; afterwards, all is as it was."""
    states: list[tuple[Callable[[Any], Any], Any]] = [(random.setstate, random.getstate())]
    random.seed(0)
    if "numpy" in sys.modules:
        import numpy as np

        states.append((np.random.set_state, np.random.get_state()))
        np.random.seed(0)
    if "torch" in sys.modules:
        import torch

        states += [
            (torch.set_rng_state, torch.get_rng_state()),
            (torch.set_default_dtype, torch.get_default_dtype()),
            (torch.set_grad_enabled, torch.is_grad_enabled()),
        ]
        torch.manual_seed(0)
    try:
        yield
    finally:
        for restore, state in states:
            restore(state)


def _arguments(function: Callable[..., Any], code: Any, stack: ExitStack) -> dict[str, Any]:
    """What a check asks for by name, as pytest would give it."""
    import pytest

    values: dict[str, Any] = {}
    for name in inspect.signature(function).parameters:
        if name == "unit":
            values[name] = code
        elif name == "tmp_path":
            values[name] = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        elif name == "monkeypatch":
            values[name] = stack.enter_context(pytest.MonkeyPatch.context())
        else:
            raise TypeError(f"{function.__name__}: a check may take unit, tmp_path, monkeypatch")
    return values


def is_to_do(error: BaseException) -> bool:
    """Whether an error is the stub's own: nothing was written there yet."""
    return isinstance(error, NotImplementedError) and str(error).endswith(cells.UNWRITTEN)


def explain(function: Callable[..., Any], error: BaseException) -> str:
    """What a learner reads: the idea, the call, then what came, or their own line."""
    if is_to_do(error):
        return str(error)
    import pytest

    parts = [idea_of(function)]
    call = "\n".join(call_of(function, error.__traceback__))
    if isinstance(error, AssertionError | pytest.fail.Exception):
        what = str(error)
    elif isinstance(error, SystemExit):
        what = f"Your code ends Python with exit().{arrow(frames_of(error))}"
    else:
        what = f"Your code raised {type(error).__name__}: {error}{_arrow(error)}"
    parts += [part for part in (call, what) if part]
    return "\n\n".join(parts).rstrip()


def idea_of(function: Callable[..., Any]) -> str:
    return inspect.cleandoc(function.__doc__ or function.__name__.replace("_", " "))


def _arrow(error: BaseException) -> str:
    if isinstance(error, SyntaxError) and error.lineno:
        name = Path(error.filename or "your code").name
        return f"\n  {name}, line {error.lineno}\n  --> {(error.text or '').strip()}"
    return arrow(frames_of(error))


def frames_of(error: BaseException) -> list[traceback.FrameSummary]:
    return list(traceback.extract_tb(error.__traceback__))


def arrow(frames: Iterable[traceback.FrameSummary]) -> str:
    """The learner's own line, the innermost, with an arrow; "" where none of theirs is known."""
    for frame in reversed(list(frames)):
        place = _learners_place(frame.filename)
        if place:
            return f"\n  {place}, line {frame.lineno}\n  --> {frame.line or ''}"
    return ""


def _learners_place(filename: str) -> str:
    """The file, or notebook cell, of a learner's line; "" for lines that are not theirs."""
    path = filename.replace("\\", "/")
    name = path.rsplit("/", 1)[-1]
    if name.startswith("test_"):
        return ""
    if "/exercises/" in path or ", cell " in path:
        return name
    if "/ipykernel_" in path or name.startswith("<ipython-input"):
        return "a cell of this notebook"
    return ""


def _end_of(text: str) -> str:
    """The last lines of what was printed."""
    lines = text[-PRINTED_CHARACTERS:].splitlines()
    kept = lines[-PRINTED_LINES:]
    return "\n".join(["…", *kept] if len(kept) < len(lines) else kept)
