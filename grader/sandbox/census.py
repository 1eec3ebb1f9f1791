"""What the processes of one sandbox use at this moment, read from /proc by its first process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Usage:
    """Sums over processes that are alive."""

    tasks: int
    """processes and threads"""
    cpu: float
    """seconds"""
    memory: int
    """bytes resident and not backed by a file, beside what each got from the warm process"""


def others_in_namespace() -> list[int]:
    """Every process of this pid namespace but the first."""
    return [int(name) for name in os.listdir("/proc") if name.isdecimal() and name != "1"]


def descendants() -> list[int]:
    """Every process that comes from this one, as far as the moment allows to see them."""
    found: list[int] = []
    waiting = list(children(os.getpid()))
    while waiting:
        process = waiting.pop()
        found.append(process)
        waiting += children(process)
    return found


def usage(processes: list[int], inherited_memory: int) -> Usage:
    """Sum up what these processes use; those that have gone meanwhile do not count."""
    tasks, cpu, memory = 0, 0.0, 0
    for process in processes:
        try:
            tasks += os.stat(f"/proc/{process}/task").st_nlink - 2
            # Its own user and system time, and that of the children it has waited for.
            cpu += sum(map(int, _stat(process)[11:15])) / TICKS
            memory += max(0, resident(process) - inherited_memory)
        except (OSError, IndexError, ValueError):
            continue
    return Usage(tasks, cpu, memory)


def is_exiting(process: int) -> bool:
    """Whether a child has begun to exit, or has exited and was not waited for."""
    pf_exiting = 0x4
    try:
        return bool(int(_stat(process)[6]) & pf_exiting)
    except OSError:
        return False


def resident(process: int | str) -> int:
    """Bytes of anonymous and shared memory that a process has in RAM.

    Raises:
        OSError: it is gone.
    """
    total = 0
    for line in Path(f"/proc/{process}/status").read_bytes().splitlines():
        if line.startswith((b"RssAnon:", b"RssShmem:")):
            total += int(line.split()[1]) * 1024
    return total


def address_space() -> int:
    """Bytes that this process has mapped."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def out_of_memory_kills() -> int:
    """How often this machine's kernel has killed a process for want of memory."""
    for line in Path("/proc/vmstat").read_text().splitlines():
        if line.startswith("oom_kill "):
            return int(line.split()[1])
    return 0


def tasks_of_user(uid: int) -> int:
    """Processes and threads of one user on this machine, as far as this process can see them."""
    count = 0
    for name in os.listdir("/proc"):
        if name.isdecimal():
            try:
                if os.stat(f"/proc/{name}").st_uid == uid:
                    count += os.stat(f"/proc/{name}/task").st_nlink - 2
            except OSError:
                continue
    return count


def children(process: int) -> Iterator[int]:
    """The processes whose parent this one is."""
    try:
        threads = os.listdir(f"/proc/{process}/task")
    except OSError:
        return
    for thread in threads:
        try:
            yield from map(int, Path(f"/proc/{process}/task/{thread}/children").read_text().split())
        except OSError:
            continue


def _stat(process: int) -> list[bytes]:
    """The fields of /proc/<process>/stat from the third on.

    The name before them, in parentheses, is the process's own choice and may hold anything.
    """
    return Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()
