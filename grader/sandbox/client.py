"""The trusted side: start a zygote, ask it for sandboxes, talk to the code inside."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from grader.sandbox import report
from grader.sandbox.errors import (
    ChannelClosed,
    ChannelError,
    ChannelTimeout,
    SandboxError,
)
from grader.sandbox.frames import Channel
from grader.sandbox.limits import KILLED, TIMED_OUT, Exit, Limits
from grader.sandbox.request import Request
from grader.sandbox.state import ZygoteState
from grader.sandbox.tier import Tier

START_SECONDS = 300.0  # to import the preloaded modules, on a cold and slow disk
SPAWN_SECONDS = 30.0
REPORT_SECONDS = 10.0
"""how long a sandbox may take, beyond its wall limit or after a kill, to say how it ended"""

SHARED_MEMORY = "/dev/shm"
PLENTY = 4 << 30  # bytes

SINGLE_THREADED = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
PASSED_ON = ("LD_LIBRARY_PATH",)  # where libraries are; everything else could be a secret


class Zygote:
    """A warm process that forks sandboxes. A context manager: leaving it ends all of them.

    Args:
        preload: modules to import once. None may start a thread while it is imported.
        entry: "module:function", called in each sandbox as `function(channel, argument)`.
        tier: how code is held; by default the strongest that holds here (see `tiers.detect`).
        read_only: further paths that the code inside may read, at the same place.

    Raises:
        SandboxUnavailable: from `start`, when this machine cannot hold such a sandbox.
        SandboxError: from `start`, when a module cannot be imported or has started a thread.
    """

    def __init__(
        self,
        preload: Sequence[str],
        entry: str,
        tier: Tier | None = None,
        read_only: Sequence[Path] = (),
    ) -> None:
        self.preload, self.entry = tuple(preload), entry
        self.tier, self.read_only = tier, tuple(read_only)
        self._home: str | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it listens: a path, to give to `spawn` in this or another trusted process."""
        if self._home is None:
            raise SandboxError("the zygote has not been started")
        return f"{self._home}/zygote"

    def start(self) -> None:
        """Start the process and wait until it has imported everything."""
        if self.tier is None:
            from grader.sandbox.tiers import detect

            self.tier = detect().tier
        self._home = tempfile.mkdtemp(prefix="grader-zygote-", dir=_short_temporary_directory())
        try:
            self._start(self.tier)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End it and every sandbox of its. Stopping again does nothing."""
        if self._process is not None:
            assert self._process.stdin
            self._process.stdin.close()
            try:
                self._process.wait(REPORT_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._home is not None:
            shutil.rmtree(self._home, ignore_errors=True)
            self._home = None

    def state(self) -> ZygoteState:
        """What can be seen of the process at this moment, told by itself.

        Raises:
            SandboxError: it is gone.
        """
        with _ask(self.address, b"?") as connection:
            return ZygoteState(**_first_answer(connection))

    def __enter__(self) -> Zygote:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _start(self, tier: Tier) -> None:
        readable, writable = os.pipe()
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "grader.sandbox.zygote", str(writable)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                pass_fds=[writable],
                env=_environment(),
                start_new_session=True,  # Ctrl-C is for us, who then end it
            )
        finally:
            os.close(writable)
        with open(readable, "rb") as answers:
            assert self._process.stdin
            self._write_order(self._process.stdin, tier)
            with selectors.DefaultSelector() as selector:
                selector.register(answers, selectors.EVENT_READ)
                if not selector.select(START_SECONDS):
                    raise SandboxError(f"the zygote was not ready within {START_SECONDS:g} s")
            answer = _json(answers.readline() or b"{}")
        if "failed" in answer:
            raise SandboxError(f"the zygote cannot start: {answer['failed']}")
        if "ready" not in answer:
            raise SandboxError(f"the zygote ended while it was starting: {self._process.wait()}")

    def _write_order(self, stdin: IO[bytes], tier: Tier) -> None:
        order = {
            "address": self.address,
            "preload": self.preload,
            "entry": self.entry,
            "tier": tier.value,
            "read_only": [str(Path(path).absolute()) for path in self.read_only],
            "path": [os.path.abspath(place) for place in sys.path],
            "scratch_parent": _scratch_parent(),
        }
        with contextlib.suppress(BrokenPipeError):
            stdin.write(json.dumps(order).encode() + b"\n")
            stdin.flush()


def spawn(
    address: str,
    files: Mapping[str, bytes],
    limits: Limits,
    argument: bytes = b"",
    data: Mapping[str, str | Path] | None = None,
) -> Sandboxed:
    """Have the zygote at `address` start its entry function in a new sandbox.

    Returns when the code is confined and about to run.

    Args:
        files: relative POSIX path -> content, written into the working directory.
        argument: given to the entry function.
        data: name -> file or directory of this machine, shown read-only at data/<name> in the
            working directory.

    Raises:
        ValueError: a path that is not plainly inside the working directory.
        FileNotFoundError: data that are not there.
        SandboxError: the zygote is gone, or the sandbox could not be made.
    """
    data_paths = {name: os.path.abspath(path) for name, path in (data or {}).items()}
    for path in data_paths.values():
        if not os.path.exists(path):
            raise FileNotFoundError(f"the data {path} are not there")
    request = Request(files, limits, argument, data_paths)
    ours, inner = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    started = time.monotonic()
    try:
        with inner:
            memfd = request.to_memfd()
            try:
                status = _ask(address, b"S", inner.fileno(), memfd)
            finally:
                os.close(memfd)
        answer = _first_answer(status)
    except BaseException:
        ours.close()
        raise
    if "failed" in answer:
        status.close()
        ours.close()
        raise SandboxError(f"no sandbox: {answer['failed']}")
    return Sandboxed(Channel(ours), status, started, limits)


class Sandboxed:
    """Code that runs in a sandbox. A context manager: leaving it kills what still runs."""

    channel: Channel
    """to the code inside, which may be hostile: believe nothing that comes through it"""

    def __init__(self, channel: Channel, status: Channel, started: float, limits: Limits) -> None:
        self.channel = channel
        self._status, self._limits = status, limits
        self._deadline = started + limits.wall + REPORT_SECONDS
        self._started = started
        self._exit: Exit | None = None

    def kill(self) -> None:
        """Ask for its end; `wait` tells how it went. Harmless when it has ended already."""
        with contextlib.suppress(ChannelError):
            self._status.send(b"kill", timeout=1.0)
        self._deadline = min(self._deadline, time.monotonic() + REPORT_SECONDS)

    def wait(self, timeout: float | None = None) -> Exit:
        """How it ended, as soon as it has: by itself, by `kill` or by passing a limit.

        Args:
            timeout: seconds to wait; by default until the wall limit ends it.

        Raises:
            TimeoutError: it still runs.
        """
        if self._exit is None:
            self._exit = self._wait(timeout)
            self._status.close()
        return self._exit

    def close(self) -> Exit:
        """Kill what still runs and close the channel; says how it ended, first of all by itself."""
        if self._exit is None:
            self.kill()
        ended = self.wait()
        self.channel.close()  # not before: the code inside would notice, and end in its own way
        return ended

    def __enter__(self) -> Sandboxed:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Its first process notices and ends everything; nobody has to wait for that.
        self.channel.close()
        self._status.close()

    def _wait(self, timeout: float | None) -> Exit:
        left = max(0.0, self._deadline - time.monotonic())
        try:
            frame = self._status.receive(
                left if timeout is None else min(timeout, left), self._limits.output + report.ROOM
            )
            return report.decode(frame)
        except ChannelTimeout:
            if time.monotonic() < self._deadline:
                raise TimeoutError("the sandbox still runs") from None
            return self._without_report(TIMED_OUT, "it did not answer any more")
        except (ChannelClosed, ValueError):
            return self._without_report(KILLED, "it ended without a report")

    def _without_report(self, reason: str, detail: str) -> Exit:
        return Exit(reason, detail, "", False, 0.0, time.monotonic() - self._started, 0)


def _ask(address: str, kind: bytes, *descriptors: int) -> Channel:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(SPAWN_SECONDS)
    try:
        connection.connect(address)
        socket.send_fds(connection, [kind], descriptors)
    except OSError as error:
        connection.close()
        raise SandboxError(f"no zygote answers at {address}: {error}") from None
    return Channel(connection)


def _first_answer(status: Channel) -> dict[str, Any]:
    try:
        return _json(status.receive(SPAWN_SECONDS))
    except ChannelTimeout:
        status.close()
        raise SandboxError(f"the zygote did not answer within {SPAWN_SECONDS:g} s") from None
    except ChannelError:
        raise SandboxError("the zygote, or the sandbox in the making, has ended") from None


def _json(line: bytes) -> dict[str, Any]:
    answer = json.loads(line)
    assert isinstance(answer, dict)
    return answer


def _environment() -> dict[str, str]:
    """Small and fixed: what the zygote has, the code inside can read."""
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environment |= dict.fromkeys(SINGLE_THREADED, "1")
    environment |= {"PATH": os.defpath, "HOME": "/tmp", "LANG": "C.UTF-8", "MPLBACKEND": "agg"}
    # To find this package from a checkout that is not installed.
    environment["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
    return environment


def _scratch_parent() -> str:
    """Memory rather than disk where there is plenty: there a flood of files is gone at once."""
    with contextlib.suppress(OSError):
        there = os.statvfs(SHARED_MEMORY)
        roomy = there.f_bavail * there.f_frsize >= PLENTY and not there.f_flag & os.ST_NOEXEC
        if roomy and os.access(SHARED_MEMORY, os.W_OK):
            return SHARED_MEMORY
    return tempfile.gettempdir()


def _short_temporary_directory() -> str:
    """A socket's address has room for 107 bytes only."""
    usual = tempfile.gettempdir()
    return usual if len(usual) < 60 else "/tmp"
