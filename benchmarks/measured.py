"""Runs a command and measures it from outside: time, processor time, memory."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import memory, tree

EVERY = 1.0  # seconds between two looks at the memory


@dataclass(frozen=True)
class Measured:
    """What a command took."""

    wall: float
    """seconds"""
    cpu: float
    """seconds, user and system, of all its processes"""
    memory: tuple[tuple[float, int], ...]
    """seconds after the start, and bytes resident in all its processes, shared ones counted once"""
    output: str

    @property
    def peak(self) -> int:
        """Bytes."""
        return max((size for _, size in self.memory), default=0)

    def steady(self, first: float, last: float) -> float:
        """Mean bytes between two parts of its time, 0 to 1."""
        sizes = [size for at, size in self.memory if first <= at / self.wall <= last]
        return sum(sizes) / len(sizes) if sizes else 0.0


def measure(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> Measured:
    """Run it to its end.

    Raises:
        CalledProcessError: where it fails; what it printed stands in `output`.
    """
    before = _cpu_of_children()
    started = time.monotonic()
    running = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    seen: list[tuple[float, int]] = []
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(EVERY):
            seen.append((time.monotonic() - started, memory(tree(running.pid))))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        output, _ = running.communicate()
    finally:
        ended.set()
        looking.join()
    wall = time.monotonic() - started
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command, output)
    return Measured(wall, _cpu_of_children() - before, tuple(seen), output)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
