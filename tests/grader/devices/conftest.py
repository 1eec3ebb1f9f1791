"""Functions of a test file, run in a process of their own, with the simulator or without."""

import functools
import inspect
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
Run = Callable[..., Any]


class Raised(Exception):
    """What a function raised in the other process."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind, self.message = kind, message


@pytest.fixture(scope="session")
def warm() -> Iterator[Run]:
    """Runs a function, with its arguments, in a fork of a process that has imported torch."""
    with subprocess.Popen(
        [sys.executable, HERE / "warm_process.py"],
        env={**os.environ, "CUDA_VISIBLE_DEVICES": ""},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:

        def run(function: Callable[..., Any], *arguments: Any, install: bool = False) -> Any:
            request = {
                "file": inspect.getfile(function),
                "function": function.__name__,
                "arguments": arguments,
                "install": install,
            }
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            if "error" in answer:
                raise Raised(answer["error"], answer["message"])
            return answer["value"]

        yield run
        process.stdin.close()


@pytest.fixture
def without(warm: Run) -> Run:
    """Runs a function where there is no accelerator."""
    return warm


@pytest.fixture
def simulated(warm: Run) -> Run:
    """Runs a function where the simulated accelerator is installed."""
    return functools.partial(warm, install=True)


@pytest.fixture
def error_of() -> Callable[..., Raised]:
    """What a run raises."""

    def caught(run: Run, function: Callable[..., Any], *arguments: Any) -> Raised:
        with pytest.raises(Raised) as raised:
            run(function, *arguments)
        return raised.value

    return caught
