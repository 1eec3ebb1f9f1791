"""The process that runs a learner's checks: it imports torch, does one request, and ends.

It is started afresh (spawn), so that it works on every system and nothing stays from one run to
the next. Started early, it has torch in its memory by the time it is needed. It answers in JSON,
one message a step:

    {"ready": true}                     torch is there; now a request may come
    {"check": [exercise, name]}         this check begins
    {"outcome": {...}}                  and this is how it went
    {"trouble": "..."}                  nothing could be checked
    {"end": true}
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import re
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

IMPORT = re.compile(r'^[ "]*(?:from|import) ([a-z_][\w.]*)', re.MULTILINE)


def serve(connection: Connection, warm_for: str) -> None:
    """Be a worker.

    Args:
        connection: to whom started it.
        warm_for: the file that will probably be checked: take the time to import what it imports,
            and to do what PyTorch does at its first optimizer; "" where there is no such time.
    """
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started us
    sys.stdout = sys.stderr = io.StringIO()
    to_parent = _Sender(connection)
    try:
        _import(warm_for)
    except Exception as error:
        to_parent.send(
            trouble=f"PyTorch cannot be used ({type(error).__name__}: {error}); "
            "`grader doctor` says what to do"
        )
        return
    to_parent.send(ready=True)
    try:
        request = json.loads(connection.recv_bytes())
    except EOFError:
        return
    _answer(request, to_parent)
    to_parent.send(end=True)
    with contextlib.suppress(EOFError, OSError):
        connection.recv_bytes()  # until it is read; then the learner's threads may not hold us
    os._exit(0)


def _import(warm_for: str) -> None:
    from grader.torchvision_operators import mend_on_import

    mend_on_import()
    import pytest  # noqa: F401
    import torch

    import grader.learner.unit_code
    import grader.testing  # noqa: F401

    if warm_for:
        import IPython.core.inputtransformer2  # noqa: F401

        parameter = torch.zeros(2, 2, requires_grad=True)
        torch.nn.functional.cross_entropy(parameter, torch.tensor([0, 1])).backward()
        torch.optim.SGD([parameter], lr=0.1).step()
        for name in _imported_by(Path(warm_for)):
            with contextlib.suppress(Exception, SystemExit):
                importlib.import_module(name)


def _imported_by(path: Path) -> list[str]:
    """The libraries that a module or a notebook imports, but for what lies beside it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    names = dict.fromkeys(IMPORT.findall(text))
    return [name for name in names if name.split(".")[0] != path.stem]


def _answer(request: dict[str, Any], to_parent: _Sender) -> None:
    from grader.course import load
    from grader.errors import Mistake
    from grader.learner import checks, unit_code

    course = load(Path(request["course"]))
    unit = course.unit(request["unit"])
    folder = course.released(unit)
    os.chdir(course.root)
    done = {tuple(pair) for pair in request["done"]}
    try:
        with _limit(request["seconds"], to_parent):
            code = unit_code.load(unit, folder)
        found = list(checks.visible_checks(unit, folder))
    except FileNotFoundError as error:
        return to_parent.send(trouble=f"{error.filename} is missing; get the course's files again")
    except Mistake as error:
        return to_parent.send(trouble=str(error))
    except Exception as error:  # the checks are the course's own; but a learner may have tried
        trouble = f"test_{unit.stem}.py cannot be used ({type(error).__name__}: {error})"
        return to_parent.send(trouble=f"{trouble}; get the course's files again")
    for exercise, function in found:
        pair = exercise, checks.name_of(function)
        if exercise in request["exercises"] and pair not in done:
            to_parent.send(check=pair)
            with _limit(request["seconds"], to_parent, checks.idea_of(function), pair):
                outcome = checks.run(function, exercise, code)
            to_parent.send(outcome=asdict(outcome))


@contextlib.contextmanager
def _limit(
    seconds: float, to_parent: _Sender, idea: str = "", pair: tuple[str, str] | None = None
) -> Iterator[None]:
    """Past the limit, say at which line the learner's code was, and end the process.

    Where not even that is possible any more, whoever started us kills us.
    """
    main = threading.get_ident()

    def give_up() -> None:
        from grader.learner.checks import FAILED, Outcome, arrow

        line = arrow(traceback.extract_stack(sys._current_frames()[main]))
        message = f"{idea}\n\n{too_long(seconds)}{line}".strip()
        if pair is None:
            to_parent.send(trouble=message)
        else:
            to_parent.send(outcome=asdict(Outcome(*pair, FAILED, message)))
        to_parent.send(stuck=True)
        os._exit(0)

    timer = threading.Timer(seconds, give_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def too_long(seconds: float) -> str:
    return f"Your code did not come to an end within {seconds:g} seconds: does a loop never stop?"


class _Sender:
    """Sends messages; one at a time, from whichever thread."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self._lock = connection, threading.Lock()

    def send(self, **message: Any) -> None:
        with self._lock, contextlib.suppress(OSError):
            self._connection.send_bytes(json.dumps(message).encode())
