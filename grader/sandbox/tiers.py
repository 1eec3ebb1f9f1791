"""Which kind of sandbox this machine can hold: found out by building one and attacking it."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import platform
import secrets
import socket
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox import landlock, privileges, roots
from grader.sandbox.client import Zygote, spawn
from grader.sandbox.errors import ChannelError, SandboxError, SandboxUnavailable
from grader.sandbox.limits import Limits
from grader.sandbox.probes import Targets
from grader.sandbox.tier import Tier

PROBE_LIMITS = Limits(wall=10, cpu=5, memory=1 << 30, processes=8, scratch=1 << 20)
Damage = Callable[[], Iterator[str]]
SAFE = (Tier.NAMESPACES, Tier.LANDLOCK)


@dataclass(frozen=True)
class Probe:
    """One attack on a sandbox that was made for the purpose."""

    name: str
    """what was tried"""
    held: bool
    detail: str
    """what held it back, or what it could do"""


@dataclass(frozen=True)
class Attempt:
    """One tier, tried."""

    tier: Tier
    probes: tuple[Probe, ...]
    problem: str
    """why there was nothing to attack; empty if there was"""
    notes: tuple[str, ...] = ()
    """what else a person should know of it, a sentence each"""

    @property
    def holds(self) -> bool:
        return not self.problem and all(probe.held for probe in self.probes)


@dataclass(frozen=True)
class TierReport:
    """The tier to use, and how that was found out."""

    tier: Tier
    attempts: tuple[Attempt, ...]
    """each tier that was tried, the strongest first; the last one holds"""


@functools.cache
def detect() -> TierReport:
    """Build a sandbox of each kind, the strongest first, until one holds every attack.

    Takes about a quarter of a second; the answer is kept for the life of this process.

    Raises:
        SandboxUnavailable: none holds. The message says what the kernel lacks and how to allow it.
    """
    attempts: list[Attempt] = []
    if platform.system() != "Linux":
        raise SandboxUnavailable(
            f"grading needs Linux to hold learners' code safely; this is {platform.system()}"
        )
    for tier in SAFE:
        attempts.append(attempt(tier))
        if attempts[-1].holds:
            return TierReport(tier, tuple(attempts))
    raise SandboxUnavailable(_advice(attempts))


def attempt(tier: Tier) -> Attempt:
    """Build one sandbox of this kind and attack it."""
    with _targets() as (targets, damage):
        try:
            with (
                Zygote((), "grader.sandbox.probes:attack", tier) as zygote,
                spawn(zygote.address, {}, PROBE_LIMITS, targets.encode()) as box,
            ):
                answers = json.loads(box.channel.receive(PROBE_LIMITS.wall))
        except (SandboxError, ChannelError) as error:
            return Attempt(tier, (), str(error))
        # Both sides of the matter: what the inside thinks, and what could be seen to happen.
        happened = set(damage())
        probes = tuple(
            Probe(name, False, f"it could {name}")
            if name in happened
            else Probe(name, held, detail)
            for name, held, detail in answers
        )
    return Attempt(tier, probes, "", tuple(_notes(tier)))


def _notes(tier: Tier) -> Iterator[str]:
    if tier is Tier.UNSAFE:
        yield "nothing holds hostile code; only accidents are bounded"
    if tier is not Tier.LANDLOCK:
        return
    yield "the size of a submission's files is watched, not bounded"
    yield "a DataLoader loads without its workers, and multiprocessing pools fail: no shared memory"
    if not privileges.may_choose_uid():
        yield "processes are counted for your user as a whole, not for each submission"
    if not landlock.scopes_signals():
        yield "a submission's processes cannot signal each other (Linux 6.12 would allow it)"
    if privileges.needed_to_read(roots.readable(())):
        yield "it keeps CAP_DAC_READ_SEARCH, as Python lies in a directory that is closed to others"


@contextlib.contextmanager
def _targets() -> Iterator[tuple[Targets, Damage]]:
    with contextlib.ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="grader-probe-")))
        home.chmod(0o777)  # only the sandbox stands between its code and this
        canary = home / "canary"
        canary.write_text("not for learners\n")
        canary.chmod(0o644)
        socket_name, path = f"grader-{secrets.token_hex(8)}", str(home / "socket")
        port = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        abstract = _listen(stack, b"\0" + socket_name.encode())
        in_file = _listen(stack, path.encode())
        os.chmod(path, 0o777)
        before = sorted(os.listdir(home))
        targets = Targets(
            str(canary), str(home), port.getsockname()[1], socket_name, path, os.getpid()
        )

        def damage() -> Iterator[str]:
            if sorted(os.listdir(home)) != before:
                yield "write a file outside"
            if canary.stat().st_mode & 0o777 != 0o644:
                yield "change the mode of a file outside"
            for listener, name in (
                (port, "reach a port of this machine"),
                (abstract, "reach an abstract socket"),
                (in_file, "reach a socket file"),
            ):
                if _somebody_came(listener):
                    yield name

        yield targets, damage


def _listen(stack: contextlib.ExitStack, address: bytes) -> socket.socket:
    listener = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
    listener.bind(address)
    listener.listen()
    return listener


def _somebody_came(listener: socket.socket) -> bool:
    listener.setblocking(False)
    try:
        listener.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def _advice(attempts: list[Attempt]) -> str:
    lines = ["this machine cannot hold learners' code safely:"]
    for one in attempts:
        escaped = "; ".join(probe.detail for probe in one.probes if not probe.held)
        lines.append(f"  {one.tier.value}: {one.problem or escaped}")
    lines += [f"  {advice}" for advice in _what_to_change()]
    return "\n".join(lines)


def _what_to_change() -> Iterator[str]:
    found = False
    for name, refused, setting in SWITCHES:
        with contextlib.suppress(OSError, ValueError):
            if int((SYSCTLS / name).read_text()) == refused:
                found = True
                yield f"to allow it: sudo sysctl -w {setting}"
    if not found:
        yield "to allow it: a kernel from 5.13 on, and a container that may use unshare or Landlock"


SYSCTLS = Path("/proc/sys")

# Path below it, the value that stands in the way, what to set.
SWITCHES = (
    ("kernel/unprivileged_userns_clone", 0, "kernel.unprivileged_userns_clone=1"),
    ("user/max_user_namespaces", 0, "user.max_user_namespaces=15000"),
    (
        "kernel/apparmor_restrict_unprivileged_userns",
        1,
        "kernel.apparmor_restrict_unprivileged_userns=0",
    ),
)
