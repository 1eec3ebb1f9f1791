"""What a program and all that it has started use, read from /proc."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable
from pathlib import Path


def tree(process: int) -> list[int]:
    """A process and all that come from it, as far as the moment shows them."""
    found, waiting = [], [process]
    while waiting:
        each = waiting.pop()
        found.append(each)
        with contextlib.suppress(OSError):
            for thread in os.listdir(f"/proc/{each}/task"):
                text = Path(f"/proc/{each}/task/{thread}/children").read_text()
                waiting += map(int, text.split())
    return found


def memory(processes: Iterable[int]) -> int:
    """Bytes resident, what several share counted once (PSS)."""
    total = 0
    for process in processes:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
    return total


def alive(processes: Iterable[int]) -> list[int]:
    """Those that still run; one that has ended and was not waited for does not."""
    return [process for process in processes if _state(process) not in ("", "Z", "X")]


def wait_for_the_end(processes: Iterable[int], seconds: float) -> list[int]:
    """Those that still run after so long."""
    deadline = time.monotonic() + seconds
    while (left := alive(processes)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


def _state(process: int) -> str:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""
