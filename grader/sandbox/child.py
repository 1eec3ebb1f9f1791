"""From a fork of the zygote to the learner's code: two processes, each losing what it has to lose.

The first process makes the sandbox and then watches it (supervisor.py). The second one, its child,
gives up every right that is left and calls the entry function.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib
import itertools
import json
import os
import platform
import random
import signal
import socket
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from grader.sandbox import (
    census,
    disk,
    landlock,
    loaders,
    namespaces,
    privileges,
    rlimits,
    roots,
    seccomp,
    supervisor,
    syscalls,
)
from grader.sandbox.frames import Channel
from grader.sandbox.request import Request
from grader.sandbox.tier import Tier

CHANNEL_DESCRIPTOR = 3

# Asking for memory that is not there is a MemoryError in Python and this in PyTorch.
TORCH_OUT_OF_MEMORY = "can't allocate memory"

Entry = Callable[[Channel, bytes], object]


@dataclass(frozen=True)
class Plan:
    """What all sandboxes of one zygote have in common."""

    tier: Tier
    entry: Entry
    readable: tuple[str, ...]
    """paths shown read-only"""
    scratch_parent: str
    """where the tiers without mounts make their scratch directories"""
    keeps: int
    """mask of capabilities that are kept, as nothing could be read without them"""


@dataclass(frozen=True)
class Birth:
    """One sandbox to be, in the process that has just been forked for it."""

    plan: Plan
    uid: int
    status: int
    """descriptor of the client's connection"""
    channel: int
    request: int
    """memfd"""
    lifeline: int
    """hangs up when the zygote is gone"""

    def run(self) -> NoReturn:
        """Make the sandbox, start the code, watch over it, clean up, exit."""
        try:
            with contextlib.ExitStack() as cleanup:
                status = Channel(socket.socket(fileno=self.status))
                try:
                    ward = self._start(cleanup)
                except BaseException as error:
                    status.send(json.dumps({"failed": f"{type(error).__name__}: {error}"}).encode())
                else:
                    status.send(json.dumps({"started": True}).encode())
                    os.close(self.channel)
                    supervisor.watch(ward, status, self.lifeline)
        finally:
            os._exit(0)

    def _start(self, cleanup: contextlib.ExitStack) -> supervisor.Ward:
        started = time.monotonic()
        inherited = census.resident("self")
        counted = self._processes_counted()
        request = Request.from_memfd(self.request)
        os.close(self.request)
        self._check_readable(request)
        if self.plan.tier is Tier.NAMESPACES:
            scratch = None
            family = self._enter_namespaces(request)
        else:
            scratch = self._make_scratch()
            cleanup.callback(disk.remove, scratch)
            family = supervisor.subreaper()
        cleanup.callback(family.end)
        output, code_output = os.pipe2(os.O_CLOEXEC)
        confined, code_confined = os.pipe2(os.O_CLOEXEC)
        # What runs as the same user must not look into this process.
        syscalls.prctl(syscalls.PR_SET_DUMPABLE, 0)
        main = os.fork()
        if not main:
            _Code(self, request, scratch, counted, code_output, code_confined).run()
        os.close(code_output)
        os.close(code_confined)
        with open(confined, "rb") as answer:
            problem = answer.read()
        if problem:
            raise OSError(problem.decode())
        return supervisor.Ward(main, output, family, request.limits, inherited, started, scratch)

    def _check_readable(self, request: Request) -> None:
        """Data that only root can read would look to the code inside as if they were broken.

        Raises:
            PermissionError
        """
        if self.uid == os.geteuid() or self.plan.keeps:
            return
        in_place = self.plan.tier is Tier.NAMESPACES  # a bind mount needs no way to it
        fits = privileges.readable_by_everybody if in_place else privileges.reachable_by_everybody
        for path in (*self.plan.readable, *request.data.values()):
            if not fits(path):
                raise PermissionError(
                    f"{path} is closed to other users; chmod -R a+rX would open it"
                )

    def _processes_counted(self) -> int:
        """What the kernel counts against the limit of processes beside those of the code inside."""
        if self.plan.tier is Tier.NAMESPACES and (self.uid != os.geteuid() or _counts_apart()):
            return 1  # ourselves
        if self.uid != os.geteuid():
            return 0
        return census.tasks_of_user(self.uid)

    def _enter_namespaces(self, request: Request) -> supervisor.Family:
        namespaces.build(
            namespaces.Root(
                readable=self.plan.readable,
                data=request.data,
                owner=self.uid,
                size=request.limits.scratch + request.size_of_files(),
                inodes=request.count_of_files(),
                shared_memory=request.limits.scratch,
            )
        )
        namespaces.isolate_identity(self.uid)
        request.write_files()
        return supervisor.in_namespace()

    def _make_scratch(self) -> str:
        scratch = tempfile.mkdtemp(prefix="grader-scratch-", dir=self.plan.scratch_parent)
        for name in ("work", "tmp"):
            os.mkdir(f"{scratch}/{name}", 0o700)
            os.chown(f"{scratch}/{name}", self.uid, self.uid)
        os.chown(scratch, self.uid, self.uid)
        return scratch


@dataclass(frozen=True)
class _Code:
    """The process that will run the learner's code."""

    birth: Birth
    request: Request
    scratch: str | None
    counted: int
    output: int
    confined: int

    def run(self) -> NoReturn:
        try:
            try:
                self._confine()
            except BaseException as error:
                os.write(self.confined, f"{type(error).__name__}: {error}".encode())
                os._exit(1)
            # The copies on 0 to 3 are all that stays open; this also says that we are ready.
            syscalls.close_from(CHANNEL_DESCRIPTOR + 1)
            entry, argument = self.birth.plan.entry, self.request.argument
            os._exit(_call(entry, argument))
        finally:
            os._exit(1)

    def _confine(self) -> None:
        plan, limits = self.birth.plan, self.request.limits
        os.setsid()
        os.umask(0o022)
        _restore_signals()
        self._connect_streams()
        if plan.tier is not Tier.NAMESPACES:
            self._enter_scratch()
        _fresh_state(self._environment())
        syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1)
        rlimits.apply(limits, self.counted)
        if plan.tier is not Tier.UNSAFE:
            self._restrict()

    def _connect_streams(self) -> None:
        nothing = os.open("/dev/null", os.O_RDONLY)
        # Above the numbers they go to, so that none is overwritten before it is copied.
        high = [_above(fd, CHANNEL_DESCRIPTOR) for fd in (nothing, self.output, self.birth.channel)]
        for target, source in ((0, high[0]), (1, high[1]), (2, high[1]), (3, high[2])):
            os.dup2(source, target, inheritable=target < CHANNEL_DESCRIPTOR)
        _python_stream("stdin", 0)
        _python_stream("stdout", 1)
        _python_stream("stderr", 2)

    def _enter_scratch(self) -> None:
        assert self.scratch
        syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)
        if self.birth.plan.tier is Tier.LANDLOCK:
            if privileges.may_choose_uid():
                privileges.give_up_bounding_set()
                privileges.become(self.birth.uid, self.birth.plan.keeps)
            privileges.give_up_capabilities(self.birth.plan.keeps)
            syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)  # a new user loses it
        os.chdir(f"{self.scratch}/work")
        self.request.write_files()
        if self.request.data:
            os.makedirs("data", exist_ok=True)
        for name, path in self.request.data.items():
            link = Path("data", name)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path)

    def _environment(self) -> dict[str, str]:
        home = f"{self.scratch}/tmp" if self.scratch else "/tmp"
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "USER": "learner",
            "HOME": home,
            "TMPDIR": home,
            "LANG": "C.UTF-8",
            "MPLCONFIGDIR": f"{home}/.mpl",
            "MPLBACKEND": "agg",
            "OMP_NUM_THREADS": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def _restrict(self) -> None:
        namespaced = self.birth.plan.tier is Tier.NAMESPACES
        only_self = None
        if not namespaced:
            landlock.restrict(
                [*self.birth.plan.readable, *roots.MACHINE, *self.request.data.values()],
                [str(self.scratch), *roots.DEVICES],
            )
            if not landlock.scopes_signals():
                only_self = os.getpid()
            loaders.load_without_workers()
        seccomp.restrict(namespaces=namespaced, signals_only_to=only_self)


def _call(entry: Entry, argument: bytes) -> int:
    """Call the entry function; the exit status that stands for how it ended."""
    try:
        try:
            entry(Channel(socket.socket(fileno=CHANNEL_DESCRIPTOR)), argument)
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException as error:
            traceback.print_exc()
            torch_says_so = isinstance(error, RuntimeError) and TORCH_OUT_OF_MEMORY in str(error)
            memory = isinstance(error, MemoryError) or torch_says_so
            status = supervisor.OUT_OF_MEMORY_STATUS if memory else 1
        sys.stdout.flush()
        sys.stderr.flush()
        return status & 0xFF
    except BaseException:
        return 1


def _counts_apart() -> bool:
    """Whether processes of one user in two user namespaces are counted apart: since Linux 5.14."""
    major, minor = platform.release().split(".")[:2]
    return (int(major), int("".join(itertools.takewhile(str.isdigit, minor)))) >= (5, 14)


def _restore_signals() -> None:
    """As at the start of any Python."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def _fresh_state(environment: dict[str, str]) -> None:
    """What a fork shares with its siblings and a process of one's own would not.

    The garbage collector's frozen generation stays frozen: looking through it would copy the warm
    process page by page.
    """
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [""]
    tempfile.tempdir = None
    # Places that do not exist here only slow down imports.
    sys.path = [place for place in sys.path if os.path.exists(place)]
    importlib.invalidate_caches()
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    if torch := sys.modules.get("torch"):
        torch.seed()
        torch.set_num_threads(1)


def _python_stream(name: str, descriptor: int) -> None:
    """Line by line, so that what is printed is out when a kill comes."""
    stream = open(  # noqa: SIM115  # it stays open
        descriptor,
        "w" if descriptor else "r",
        buffering=1,
        encoding="utf-8",
        errors="backslashreplace",
        closefd=False,
    )
    setattr(sys, name, stream)
    setattr(sys, f"__{name}__", stream)


def _above(descriptor: int, least: int) -> int:
    return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, least + 1)
