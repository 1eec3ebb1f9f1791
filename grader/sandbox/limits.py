"""What a sandbox may use, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass, fields

INODES = 4096
"""files and directories that a sandbox may have at once, beside those it was given"""

DESCRIPTORS = 256
"""open files of one process"""


@dataclass(frozen=True)
class Limits:
    """What one sandbox may use in its whole life.

    Raises:
        ValueError: a limit is not a positive number.
    """

    wall: float = 120.0
    """seconds by the clock"""
    cpu: int = 60
    """seconds of processor time, all its processes together"""
    memory: int = 4 << 30
    """bytes of address space that a process may map beside what the warm process brought; also the
    bytes that all processes together may keep resident beside that"""
    processes: int = 64
    """processes and threads"""
    scratch: int = 64 << 20
    """bytes of files, beside those it was given; as much again in shared memory"""
    output: int = 64 << 10
    """bytes of standard output and standard error that are kept"""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not value > 0:
                raise ValueError(f"the limit {field.name} is {value!r}; it has to be positive")


@dataclass(frozen=True)
class Exit:
    """How a sandbox ended. What it says about learner code is a report, never a verdict."""

    reason: str
    """One of ENDED, CRASHED, KILLED, TIMED_OUT, OUT_OF_MEMORY, TOO_MANY_PROCESSES, TOO_MUCH_DISK"""
    detail: str
    """such as "signal 11 (SIGSEGV)", "exit status 3", "60 s of processor time"; may be empty"""
    output: str
    """what it wrote to standard output and standard error, cut to the limit"""
    output_cut: bool
    cpu: float
    """seconds"""
    wall: float
    """seconds"""
    peak_memory: int
    """bytes resident in its largest process, the warm process's own pages included"""


ENDED = "ended"
CRASHED = "crashed"
KILLED = "killed"
TIMED_OUT = "timed out"
OUT_OF_MEMORY = "out of memory"
TOO_MANY_PROCESSES = "too many processes"
TOO_MUCH_DISK = "too much disk"
