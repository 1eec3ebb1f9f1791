"""The warm process: imports once, then forks a sandbox for each request.

Started by `grader.sandbox.client.Zygote`, which writes one line of JSON to its standard input (see
`Order`) and reads one line of JSON from the descriptor given as the only argument. The end of
standard input is the end of the zygote and of all its sandboxes.

A client sends one byte with descriptors: SPAWN with the channel's inner end and the request, or
STATE. The answer comes in frames on the same connection, for SPAWN from the first process of the
sandbox.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import importlib
import json
import os
import random
import select
import signal
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from grader.sandbox import census, huge_pages, namespaces, privileges, roots, syscalls
from grader.sandbox.child import Birth, Entry, Plan
from grader.sandbox.errors import ChannelError
from grader.sandbox.frames import Channel
from grader.sandbox.privileges import SLOTS
from grader.sandbox.state import ZygoteState
from grader.sandbox.tier import Tier

SPAWN, STATE = b"S", b"?"
DESCRIPTORS_OF_A_SPAWN = 2
CLIENT_SECONDS = 5.0  # a client is trusted, but may be stopped in the middle of its request
LAST_WAIT = 5.0  # seconds for sandboxes without namespaces to clean up when the zygote ends


@dataclass(frozen=True)
class Order:
    """What the zygote is to be."""

    address: str
    """path of the socket to listen on"""
    preload: Sequence[str]
    """modules to import before anything is forked"""
    entry: str
    """module:function"""
    tier: str
    read_only: Sequence[str]
    path: Sequence[str]
    """sys.path of the parent: what it can import, the zygote can"""
    scratch_parent: str


def main() -> None:
    """Be a zygote, or in the forked process a sandbox."""
    ready = int(sys.argv[1])
    order = Order(**json.loads(sys.stdin.buffer.readline()))
    if Tier(order.tier) is Tier.NAMESPACES:
        _enter_namespaces(ready)
    try:
        server = _Server(order)
    except Exception as error:
        _tell(ready, failed=f"{type(error).__name__}: {error}")
        os._exit(1)  # a thread that a module has started would hold up any other end
    _tell(ready, ready=True)
    # In the forked process the frames of the server are gone when learner code runs.
    birth = server.serve()
    if birth is not None:
        del server, order
        birth.run()
    os._exit(0)  # nothing that was imported has anything to save


def _enter_namespaces(ready: int) -> None:
    """Go on as process 1 of a pid namespace, so that no sandbox can outlive the zygote."""
    try:
        namespaces.enter_for_good()
    except OSError as error:
        _tell(ready, failed=str(error))
        sys.exit(1)
    child = os.fork()
    if child:
        os.close(ready)
        os.waitpid(child, 0)
        os._exit(0)
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)


def _tell(descriptor: int, **answer: Any) -> None:
    try:
        os.write(descriptor, json.dumps(answer).encode() + b"\n")
    except BrokenPipeError:
        os._exit(1)  # nobody is there any more
    os.close(descriptor)


class _Server:
    def __init__(self, order: Order) -> None:
        self.plan = _load(order)
        self.address = order.address
        # Our number as the machine sees it, also from within a pid namespace.
        self.number = int(os.readlink("/proc/self"))
        self.sandboxes: dict[int, int] = {}  # first process -> slot
        self.wake, writable = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(writable, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.lifeline, self.lifeline_held = os.pipe2(os.O_CLOEXEC)
        if self.plan.tier is not Tier.NAMESPACES:
            syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 1)
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(order.address)
        self.listener.listen(128)
        sys.stdout.flush()  # or each child would print it again
        gc.collect()
        gc.freeze()
        huge_pages.collapse()

    def serve(self) -> Birth | None:
        """Until our parent has gone: None. In each forked process: its sandbox to be."""
        poll = select.poll()
        for descriptor in (0, self.listener.fileno(), self.wake):
            poll.register(descriptor, select.POLLIN)
        while True:
            ready = [descriptor for descriptor, _ in poll.poll()]
            if self.wake in ready:
                os.read(self.wake, 4096)
                self._reap()
            if 0 in ready:
                self._end()
                return None
            if self.listener.fileno() in ready:
                birth = self._answer()
                if birth is not None:
                    return birth

    def _answer(self) -> Birth | None:
        descriptors: list[int] = []
        with contextlib.suppress(OSError):
            connection, _ = self.listener.accept()
            with connection:
                connection.settimeout(CLIENT_SECONDS)
                kind, descriptors, _, _ = socket.recv_fds(connection, 1, DESCRIPTORS_OF_A_SPAWN)
                if kind == STATE:
                    _reply(connection, **asdict(self._state()))
                elif kind == SPAWN and len(descriptors) == DESCRIPTORS_OF_A_SPAWN:
                    birth = self._fork(connection, *descriptors)
                    if birth is not None:
                        return birth
        for descriptor in descriptors:
            os.close(descriptor)
        return None

    def _fork(self, connection: socket.socket, channel: int, request: int) -> Birth | None:
        """In the new process: what it is to become. In the zygote: None."""
        free = next((slot for slot in range(SLOTS) if slot not in self.sandboxes.values()), None)
        if free is None:
            _reply(connection, failed=f"{SLOTS} sandboxes are open; close one first")
            return None
        try:
            _assert_one_thread()
            process = self._fork_into_namespace()
        except (OSError, RuntimeError) as error:
            _reply(connection, failed=str(error))
            return None
        if process:
            self.sandboxes[process] = free
            return None
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            # No handler at all: process 1 gets no signal from its namespace that it has none for.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            self.listener.close()
            os.close(self.lifeline_held)
            os.close(self.wake)
            uid = os.geteuid()
            if self.plan.tier is not Tier.UNSAFE and privileges.may_choose_uid():
                uid = privileges.unused_uid(self.number, free)
            return Birth(self.plan, uid, connection.detach(), channel, request, self.lifeline)
        except BaseException:
            os._exit(1)  # never go on as a second zygote

    def _fork_into_namespace(self) -> int:
        if self.plan.tier is not Tier.NAMESPACES:
            return os.fork()
        namespaces.next_child_in_new_pid_namespace()
        process = -1
        try:
            process = os.fork()
        finally:
            if process:
                namespaces.next_child_beside_us()
        return process

    def _reap(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while process := os.waitpid(-1, os.WNOHANG)[0]:
                if self.sandboxes.pop(process, None) is not None:
                    self._kill_strays()

    def _kill_strays(self) -> None:
        """What a sandbox without namespaces left behind when its first process was killed."""
        if self.plan.tier is Tier.NAMESPACES:
            return
        for process in census.children(os.getpid()):
            if process not in self.sandboxes:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)

    def _end(self) -> None:
        with contextlib.suppress(OSError):
            os.unlink(self.address)
            os.rmdir(os.path.dirname(self.address))
        if self.plan.tier is Tier.NAMESPACES:
            return  # the kernel ends all sandboxes with us
        os.close(self.lifeline_held)
        deadline = time.monotonic() + LAST_WAIT
        while self.sandboxes and time.monotonic() < deadline:
            self._reap()
            time.sleep(0.005)

    def _state(self) -> ZygoteState:
        self._reap()
        return ZygoteState(
            descriptors=len(os.listdir("/proc/self/fd")),
            modules=len(sys.modules),
            threads=len(os.listdir("/proc/self/task")),
            sandboxes=len(self.sandboxes),
            environment=_digest(sorted(os.environ.items())),
            random=_digest(_random_states()),
            directory=os.getcwd(),
            memory=census.resident("self"),
        )


def _load(order: Order) -> Plan:
    """Import what is asked for. Everything that a child would import is imported here once."""
    os.chdir("/")
    sys.path[:] = order.path
    for name in order.preload:
        importlib.import_module(name)
    module, _, function = order.entry.partition(":")
    entry: Entry = getattr(importlib.import_module(module), function)
    _assert_one_thread()
    readable = roots.readable(order.read_only)
    tier = Tier(order.tier)
    keeps = privileges.needed_to_read(readable) if tier is Tier.LANDLOCK else 0
    return Plan(tier, entry, readable, order.scratch_parent, keeps)


def _assert_one_thread() -> None:
    """A fork copies one thread; the locks that others hold would stay locked in the child.

    Raises:
        RuntimeError
    """
    threads = os.listdir("/proc/self/task")
    if len(threads) > 1:
        raise RuntimeError(
            f"the zygote has {len(threads)} threads and cannot fork safely: "
            "a preloaded module has started threads while it was imported"
        )


def _reply(connection: socket.socket, **answer: Any) -> None:
    with contextlib.suppress(ChannelError):
        Channel(connection).send(json.dumps(answer).encode(), CLIENT_SECONDS)


def _random_states() -> list[object]:
    states: list[object] = [random.getstate()]
    if numpy := sys.modules.get("numpy"):
        states.append(
            [
                part.tolist() if hasattr(part, "tolist") else part
                for part in numpy.random.get_state()
            ]
        )
    if torch := sys.modules.get("torch"):
        states.append(bytes(torch.get_rng_state().tolist()))
    return states


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()


if __name__ == "__main__":
    main()
