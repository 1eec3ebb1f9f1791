"""Runs inside the sandbox: loads what was handed in, then answers probes until told to stop.

Nothing here is trusted by the other side. The code that runs beside it may change every line of
it; what it sends back is read as plain data within limits, whatever it says.

To this side come the load order (JSON), then questions (grader.grading.questions): a probe to call,
or cells to run. Back go one frame after loading and one for each question: the question's nonce, a
tag byte and a body.
    L  loaded, or run: JSON {"outputs": {...}}     E  error: JSON {"kinds", "message", "frames"}
    V  value: plain data (grader.testing.plain)     T  as E, for code that ran past its limit
"""

from __future__ import annotations

import contextlib
import json
import signal
import sys
import traceback
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from grader.grading.questions import Unpacker
from grader.testing.plain import NotPlain, encode
from grader.torchvision_operators import mend_on_import

MAX_MESSAGE = 4000
MAX_FRAMES = 8


class Pipe(Protocol):
    """The sandbox's channel, as far as it is needed here."""

    def send(self, payload: bytes) -> None: ...
    def receive(self, timeout: float | None = None) -> bytes: ...


class _OutOfTime(BaseException):
    """Raised in the learner's code when its time is up; not an Exception, so that it gets out."""


def serve(channel: Pipe, argument: bytes) -> None:
    """The entry point of the sandboxed process.

    Args:
        argument: JSON {"form", "stem", "cells", "seconds", "cell_seconds", "simulator", "output"}.
    """
    order = json.loads(argument)
    mend_on_import()
    if order["simulator"]:
        from grader import devices

        devices.install()
    outputs: dict[str, Any] = {}
    notebook = None
    try:
        with _time_limit(order["seconds"]):
            if order["form"] == "module":
                unit = _load_module(order["stem"])
            else:
                from grader.grading.notebook import Notebook

                unit = types.ModuleType(order["stem"])
                notebook = Notebook(unit, order["output"] * 1024)
                outputs = run_cells(notebook, order["cells"], order["cell_seconds"])
    except BaseException as error:
        channel.send(_error(error))
        return
    channel.send(b"L" + json.dumps({"outputs": outputs}).encode())
    unpacker = Unpacker()
    while True:
        nonce, seconds, cells, probe, arguments = unpacker.unpack(channel.receive(None))
        if cells is not None:
            shown = run_cells(notebook, cells, seconds)
            channel.send(nonce + b"L" + json.dumps({"outputs": shown}).encode())
        else:
            channel.send(nonce + _answer(unit, probe, arguments, seconds))


def _load_module(stem: str) -> types.ModuleType:
    here = str(Path.cwd())
    sys.path.insert(0, here)
    # Compiled by hand: an import would look for caches, and name the file by its whole path.
    text = Path(f"{stem}.py").read_text(encoding="utf-8-sig")
    module = types.ModuleType(stem)
    module.__file__ = f"{stem}.py"
    sys.modules[stem] = module
    exec(compile(text, f"{stem}.py", "exec", dont_inherit=True), module.__dict__)
    return module


def run_cells(
    notebook: Any, cells: list[tuple[str, str]], seconds: float
) -> dict[str, list[dict[str, Any]]]:
    """Run cells in order, each with a limit of its own; the next runs whatever became of it."""
    return {
        cell_id: notebook.run(cell_id, source, lambda: _time_limit(seconds))
        for cell_id, source in cells
    }


def _answer(
    unit: types.ModuleType, function: Callable[..., Any], arguments: dict[str, Any], seconds: float
) -> bytes:
    try:
        with _time_limit(seconds):
            value = function(unit, **arguments)
            return b"V" + encode(value)
    except NotPlain as error:
        return _error(TypeError(f"your code gave back something of the wrong kind: {error}"))
    except BaseException as error:
        return _error(error)


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    def out(number: int, frame: Any) -> None:
        raise _OutOfTime

    before = signal.signal(signal.SIGALRM, out)
    # Again and again: code that swallows the first may not swallow the second.
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.2)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _error(error: BaseException) -> bytes:
    kinds = [kind.__name__ for kind in type(error).__mro__ if kind is not object]
    try:
        message = str(error)
    except BaseException:
        message = ""
    frames = [*_frames(error)][-MAX_FRAMES:]
    body = {"kinds": kinds[:20], "message": message[:MAX_MESSAGE], "frames": frames}
    return (b"T" if isinstance(error, _OutOfTime) else b"E") + json.dumps(body).encode()


def _frames(error: BaseException) -> Iterator[tuple[str, int, str]]:
    """The learner's own lines of a traceback: file or cell, line, code."""
    if isinstance(error, SyntaxError) and error.filename:
        yield error.filename, error.lineno or 0, (error.text or "").strip()[:200]
        return
    for frame in traceback.extract_tb(error.__traceback__):
        if _is_learners(frame.filename):
            yield frame.filename, frame.lineno or 0, (frame.line or "")[:200]


def _is_learners(filename: str) -> bool:
    return filename.startswith("cell ") or (
        not filename.startswith(("/", "<")) and Path(filename).is_file()
    )
