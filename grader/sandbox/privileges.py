"""Who the code inside is: an unused uid where we may choose one, and no capability in any case."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from grader.sandbox import syscalls

SLOTS = 256
"""sandboxes that one zygote may hold at a time, so that each has a uid of its own"""

NOBODY = 65534  # also what the kernel shows for a uid that has no mapping
MAX_UID = 1 << 31
CAP_DAC_READ_SEARCH = 1 << 2
CAP_SETGID_AND_SETUID = 1 << 6 | 1 << 7
LAST_CAPABILITY = 63


def may_choose_uid() -> bool:
    """Whether this process can become another user: root, with other uids to become.

    Root of a container may have neither the other uids nor the capability.
    """
    needed = CAP_SETGID_AND_SETUID
    return os.geteuid() == 0 and _mapped_uids() > 1 and _capabilities() & needed == needed


def unused_uid(zygote: int, slot: int) -> int:
    """A uid for one sandbox that no account and no other sandbox of this machine has.

    Two sandboxes with the same uid would count their processes together and could signal each
    other where nothing else keeps them apart.

    Args:
        zygote: the process number of the zygote, unique while it runs.
        slot: which of its sandboxes, from 0 to SLOTS - 1.
    """
    number = zygote * SLOTS + slot
    mapped = _mapped_uids()
    if mapped >= MAX_UID:
        return MAX_UID // 2 + number % (MAX_UID // 2)
    # A container with few uids: the upper half of them, where accounts are rare.
    candidate = mapped // 2 + number % (mapped - mapped // 2)
    return candidate if candidate != NOBODY else candidate - 1


def become(uid: int, keep: int = 0) -> None:
    """Become this user and group, with no other groups.

    Args:
        keep: mask of capabilities; with any, `give_up_capabilities` has to follow at once.

    Raises:
        OSError
    """
    syscalls.prctl(syscalls.PR_SET_KEEPCAPS, int(bool(keep)))
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def give_up_bounding_set() -> None:
    """No program started from here on can bring a capability back. Before changing the user."""
    with contextlib.suppress(OSError):  # past the last one
        for capability in range(LAST_CAPABILITY + 1):
            syscalls.prctl(syscalls.PR_CAPBSET_DROP, capability)


def give_up_capabilities(keep: int = 0) -> None:
    """Lose all capabilities but `keep` for good.

    Raises:
        OSError
    """
    with contextlib.suppress(OSError):
        syscalls.prctl(syscalls.PR_CAP_AMBIENT, syscalls.PR_CAP_AMBIENT_CLEAR_ALL)
    syscalls.drop_capabilities(keep)
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)


def needed_to_read(paths: Iterable[str]) -> int:
    """Mask of capabilities that another user needs to read these paths, where they cannot be bound.

    Root may keep its interpreter in its own closed home. Reading past that opens nothing else, as
    Landlock decides what can be opened.
    """
    if not may_choose_uid() or all(map(reachable_by_everybody, paths)):
        return 0
    return CAP_DAC_READ_SEARCH


def reachable_by_everybody(path: str) -> bool:
    """Whether any user can get to this path by its name, and read it."""
    parents = Path(path).resolve().parents
    return readable_by_everybody(path) and all(place.stat().st_mode & 0o001 for place in parents)


def readable_by_everybody(path: str) -> bool:
    """Whether any user who has got to it can read what is at this path."""
    needed = 0o005 if os.path.isdir(path) else 0o004
    return os.stat(path).st_mode & needed == needed


def _mapped_uids() -> int:
    """How many uids, from 0 on, mean something in this user namespace."""
    for line in Path("/proc/self/uid_map").read_text().splitlines():
        inside, _, count = map(int, line.split())
        if inside == 0:
            return count
    return 0


def _capabilities() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("CapEff:"):
            return int(line.split()[1], 16)
    return 0
