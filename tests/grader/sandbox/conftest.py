"""Sandboxes to attack: one warm process for each tier, and what lies outside to be got at."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from kernel import need

from grader import sandbox
from grader.sandbox import Exit, Limits, Tier, Zygote, spawn

HERE = Path(__file__).parent
ENTRY = "sandbox_inside:run"
LIMITS = Limits(wall=20, cpu=10, memory=1 << 30, processes=32, scratch=8 << 20)


@dataclass(frozen=True)
class Outcome:
    """What code said through its channel, and how it ended."""

    said: list[Any]
    exit: Exit


class Outside:
    """Runs code in sandboxes of one tier."""

    def __init__(self, zygote: Zygote, tier: Tier) -> None:
        self.zygote, self.tier = zygote, tier

    def spawn(self, code: str, limits: Limits = LIMITS, **more: Any) -> sandbox.Sandboxed:
        files: Mapping[str, bytes] = more.pop("files", {})
        argument = textwrap.dedent(code).encode()
        return spawn(self.zygote.address, files, limits, argument, **more)

    def run(self, code: str, limits: Limits = LIMITS, **more: Any) -> Outcome:
        """Let the code run to its end, or to its limits."""
        said = []
        with self.spawn(code, limits, **more) as box:
            with contextlib.suppress(sandbox.ChannelClosed):
                while True:
                    said.append(json.loads(box.channel.receive(limits.wall + 5)))
            return Outcome(said, box.wait())

    def ask(self, code: str, limits: Limits = LIMITS, **more: Any) -> Any:
        """What the code says, in one word."""
        outcome = self.run(code, limits, **more)
        assert len(outcome.said) == 1, outcome.exit
        return outcome.said[0]


@contextlib.contextmanager
def started(tier: Tier, preload: tuple[str, ...] = ()) -> Iterator[Zygote]:
    sys.path.insert(0, str(HERE))  # the zygote can import what we can
    try:
        zygote = Zygote(preload, ENTRY, tier)
        zygote.start()
    finally:
        sys.path.remove(str(HERE))
    try:
        yield zygote
    finally:
        zygote.stop()


@pytest.fixture(scope="session", params=[Tier.NAMESPACES, Tier.LANDLOCK], ids=lambda t: t.value)
def outside(request: pytest.FixtureRequest) -> Iterator[Outside]:
    """Sandboxes of each tier that hostile code may meet."""
    tier = request.param
    need(tier)
    with started(tier) as zygote:
        yield Outside(zygote, tier)


def only(*tiers: Tier) -> pytest.MarkDecorator:
    """For a test of what these tiers alone promise."""
    return pytest.mark.parametrize("outside", tiers, indirect=True, ids=lambda tier: tier.value)


@dataclass(frozen=True)
class Secrets:
    """What lies outside, open to every user of the machine: only the sandbox is in the way."""

    home: Path
    canary: Path
    writable: Path


@pytest.fixture
def secrets() -> Iterator[Secrets]:
    with tempfile.TemporaryDirectory(prefix="outside-") as place:
        home = Path(place)
        home.chmod(0o755)
        canary = home / "canary"
        canary.write_text("hidden tests")
        canary.chmod(0o666)
        writable = home / "writable"
        writable.mkdir()
        writable.chmod(0o777)
        yield Secrets(home, canary, writable)


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    """A process of the same user that has nothing to do with any sandbox."""
    with subprocess.Popen(["sleep", "60"]) as process:
        yield process
        process.kill()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def eventually(condition: Callable[[], bool], seconds: float = 15.0) -> bool:
    deadline = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return met


def processes_named(name: str) -> list[int]:
    """Processes, seen from outside, whose main thread bears this name (15 letters at most)."""
    found = []
    for entry in os.listdir("/proc"):
        with contextlib.suppress(OSError):
            if entry.isdecimal() and Path(f"/proc/{entry}/comm").read_text().strip() == name:
                found.append(int(entry))
    return found
