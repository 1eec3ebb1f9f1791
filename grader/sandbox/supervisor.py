"""The first process of a sandbox: waits for the others, watches their limits, reports their end.

It runs trusted code only. In namespaces it is process 1: its end is the end of all the others.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from grader.sandbox import census, disk, syscalls
from grader.sandbox.errors import ChannelError
from grader.sandbox.frames import Channel
from grader.sandbox.limits import (
    CRASHED,
    ENDED,
    INODES,
    KILLED,
    OUT_OF_MEMORY,
    TIMED_OUT,
    TOO_MANY_PROCESSES,
    TOO_MUCH_DISK,
    Limits,
)
from grader.sandbox.report import Report

KILL_REQUEST = b"kill"
TICK = 0.2  # seconds between two looks at what is used
EXIT_SECONDS = 2.0  # the kernel needs some milliseconds to take a large process down
MAX_REAPED = 1000  # at once: nothing that ends may keep us from looking at the clock
READ = 1 << 16  # what a pipe holds

OUT_OF_MEMORY_STATUS = 71
"""exit status by which the code inside says that it ran out of memory"""


@dataclass(frozen=True)
class Family:
    """How the first process sees and ends the others; the two tiers differ in it."""

    others: Callable[[], list[int]]
    end: Callable[[], None]
    """returns when none is left and all have been waited for"""


@dataclass(frozen=True)
class Ward:
    """What is watched over."""

    main: int
    """the process that runs the entry function"""
    output: int
    """descriptor that its standard output and error come from"""
    family: Family
    limits: Limits
    inherited_memory: int
    """bytes that every process has from the warm one"""
    started: float
    """by the monotonic clock"""
    scratch: str | None
    """directory whose size nothing else limits"""


def in_namespace() -> Family:
    """For process 1 of a pid namespace."""

    def end() -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)  # all but ourselves, and nobody can fork away from it
        with contextlib.suppress(ChildProcessError):
            while True:
                os.waitpid(-1, 0)

    return Family(census.others_in_namespace, end)


def subreaper() -> Family:
    """For a process among others: what loses its parent becomes its child, so none gets away.

    Raises:
        OSError
    """
    syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 1)

    def end() -> None:
        # A process may fork while we look, so look until there is no child left.
        with contextlib.suppress(ChildProcessError):
            while True:
                for process in census.descendants():
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(process, signal.SIGKILL)
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
                time.sleep(0.001)

    return Family(census.descendants, end)


def watch(ward: Ward, status: Channel, lifeline: int) -> None:
    """Stay until the main process ends, a limit is passed or nobody wants the answer; end the rest.

    Args:
        status: to the client, who gets one report.
        lifeline: a descriptor that hangs up when the zygote is gone.
    """
    gc.disable()
    output = _Capture(ward.output, ward.limits.output)
    report = _wait_for_the_end(ward, status, lifeline, output)
    ward.family.end()
    if report is not None:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        output.drain()
        report = replace(
            report,
            cpu=used.ru_utime + used.ru_stime,
            wall=time.monotonic() - ward.started,
            peak_memory=used.ru_maxrss * 1024,
            output_cut=output.cut,
        )
        with contextlib.suppress(ChannelError):
            status.send(report.encode(bytes(output.kept)))
    status.close()


def _wait_for_the_end(
    ward: Ward, status: Channel, lifeline: int, output: _Capture
) -> Report | None:
    """What there is to say about the end; None when the client or the zygote has gone."""
    wake = _wake_on_child()
    poll = select.poll()
    for descriptor in (status.fileno(), lifeline, ward.output, wake):
        poll.register(descriptor, select.POLLIN)
    kills_before = census.out_of_memory_kills()
    deadline = ward.started + ward.limits.wall
    next_tick = time.monotonic() + TICK
    crowded = False
    while True:
        now = time.monotonic()
        ready = [fd for fd, _ in poll.poll(max(0.0, min(deadline, next_tick) - now) * 1000)]
        if lifeline in ready:
            return None
        if ward.output in ready and not output.read():
            poll.unregister(ward.output)  # they have closed it, all of them
        if wake in ready:
            os.read(wake, READ)
        # Asked each time: a signal may come between two polls.
        ended = _reap(ward.main)
        if ended is not None:
            return _end_of_main(ended, ward, kills_before, crowded)
        if status.fileno() in ready:
            if not _asked(status):
                return None
            ended = _last_words(ward.main)
            if ended is not None:
                return _end_of_main(ended, ward, kills_before, crowded)
            return Report(KILLED, "")
        now = time.monotonic()
        if now >= deadline:
            return Report(TIMED_OUT, f"{ward.limits.wall:g} s by the clock")
        if now >= next_tick:
            next_tick = now + TICK
            passed, full = _look(ward)
            crowded = crowded or full
            if passed:
                return passed


def _asked(status: Channel) -> bool:
    """Whether the client wants it killed and to hear about it; otherwise it has gone."""
    try:
        return status.receive(timeout=1.0, limit=64) == KILL_REQUEST
    except ChannelError:
        return False


def _last_words(main: int) -> int | None:
    """The status of a main process that is already on its way out.

    A client learns of a crash from the closed channel, and asks for the end before the kernel has
    taken the process down: the crash is what it wants to hear of.
    """
    deadline = time.monotonic() + EXIT_SECONDS
    while census.is_exiting(main) and time.monotonic() < deadline:
        ended = _reap(main)
        if ended is not None:
            return ended
        time.sleep(0.001)
    return None


def _look(ward: Ward) -> tuple[Report | None, bool]:
    """The report if a limit is passed, and whether there are as many processes as there may be."""
    limits = ward.limits
    used = _usage(ward)
    waited = resource.getrusage(resource.RUSAGE_CHILDREN)
    crowded = used.tasks >= limits.processes
    if used.cpu + waited.ru_utime + waited.ru_stime > limits.cpu + 1:
        return Report(TIMED_OUT, f"{limits.cpu} s of processor time"), crowded
    if used.memory > limits.memory:
        return Report(OUT_OF_MEMORY, f"more than {limits.memory >> 20} MiB"), crowded
    if used.tasks > 2 * limits.processes:
        # Only where the kernel does not count them for us, as for root.
        return Report(TOO_MANY_PROCESSES, f"more than {limits.processes}"), crowded
    if ward.scratch:
        size, files = disk.measure(ward.scratch, limits.scratch, INODES)
        if size > limits.scratch or files > INODES:
            detail = f"more than {limits.scratch >> 20} MiB or {INODES} files"
            return Report(TOO_MUCH_DISK, detail), crowded
    return None, crowded


def _usage(ward: Ward) -> census.Usage:
    return census.usage(ward.family.others(), ward.inherited_memory)


def _end_of_main(status: int, ward: Ward, kills_before: int, crowded: bool) -> Report:
    limits = ward.limits
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        return Report(ENDED, "")
    if code == OUT_OF_MEMORY_STATUS:
        return Report(OUT_OF_MEMORY, "a MemoryError that nothing caught")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    if code in (-signal.SIGXCPU, -signal.SIGKILL) and used.ru_utime + used.ru_stime >= limits.cpu:
        return Report(TIMED_OUT, f"{limits.cpu} s of processor time")
    if code == -signal.SIGKILL and census.out_of_memory_kills() > kills_before:
        return Report(OUT_OF_MEMORY, "the machine ran out of memory")
    # With the one that has just ended.
    crowded = crowded or _usage(ward).tasks + 1 >= limits.processes
    reason = TOO_MANY_PROCESSES if crowded else CRASHED
    if code > 0:
        return Report(reason, f"exit status {code}")
    return Report(reason, f"signal {-code} ({_signal_name(-code)})")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "real-time"


def _reap(main: int) -> int | None:
    """Wait for whatever has ended; the main process's status if it is among them."""
    found = None
    with contextlib.suppress(ChildProcessError):
        for _ in range(MAX_REAPED):
            process, status = os.waitpid(-1, os.WNOHANG)
            if not process:
                break
            if process == main:
                found = status
    return found


def _wake_on_child() -> int:
    """A descriptor that becomes readable when a child ends."""
    readable, writable = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(writable, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    os.write(writable, b"\0")  # one may have ended before
    return readable


class _Capture:
    """The first bytes of a stream of any length."""

    def __init__(self, descriptor: int, limit: int) -> None:
        os.set_blocking(descriptor, False)
        self.kept = bytearray()
        self.cut = False
        self._descriptor, self._limit = descriptor, limit
        self._buffer = bytearray(READ)

    def read(self) -> bool:
        """Take what there is, at most one pipe full; False at the end of the stream."""
        size = self._take()
        return size is None or size > 0

    def drain(self) -> None:
        """Take all that was left in the pipe by processes that have ended."""
        while self._take():
            pass

    def _take(self) -> int | None:
        try:
            size = os.readv(self._descriptor, [self._buffer])
        except BlockingIOError:
            return None
        room = self._limit - len(self.kept)
        self.kept += memoryview(self._buffer)[: min(size, room)]
        self.cut = self.cut or size > room
        return size
