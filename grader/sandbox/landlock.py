"""Landlock: what of the file system the code inside may open, and whom it may signal.

Used where namespaces are not to be had. Source: linux/landlock.h.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable

from grader.sandbox import syscalls

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
TRUNCATE, IOCTL_DEV = 1 << 14, 1 << 15
RULE_PATH_BENEATH = 1
CREATE_RULESET_VERSION = 1

# The highest file right of each ABI; all below it belong to that ABI too.
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
NET_ABI, SCOPE_ABI = 4, 6
NET_BIND_AND_CONNECT_TCP = 3
SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS = 3

READ = EXECUTE | READ_FILE | READ_DIR
OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV


def abi() -> int:
    """The version of Landlock in this kernel, 0 where there is none."""
    try:
        return syscalls.call("landlock_create_ruleset", 0, 0, CREATE_RULESET_VERSION)
    except OSError:
        return 0


def scopes_signals() -> bool:
    """Whether this kernel can keep signals inside."""
    return abi() >= SCOPE_ABI


def restrict(readable: Iterable[str], writable: Iterable[str]) -> None:
    """Allow this thread nothing but what lies at or below these paths, for good.

    Needs no_new_privs. Paths that do not exist are passed over.

    Args:
        readable: to read and to execute.
        writable: to do anything.

    Raises:
        OSError: no Landlock in this kernel.
    """
    version = abi()
    rights = (1 << FILE_RIGHTS.get(version, FILE_RIGHTS[5])) - 1
    ruleset = _create(version, rights)
    try:
        for path in readable:
            _allow(ruleset, path, rights & READ)
        for path in writable:
            _allow(ruleset, path, rights)
        syscalls.call("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


def _create(version: int, rights: int) -> int:
    attributes = struct.pack("=Q", rights)
    if version >= NET_ABI:
        attributes += struct.pack("=Q", NET_BIND_AND_CONNECT_TCP)
    if version >= SCOPE_ABI:
        attributes += struct.pack("=Q", SCOPE_ABSTRACT_SOCKETS_AND_SIGNALS)
    return syscalls.call("landlock_create_ruleset", attributes, len(attributes), 0)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        target = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not os.path.isdir(path):
            rights &= OF_A_FILE
        rule = struct.pack("=Qi", rights, target)
        syscalls.call("landlock_add_rule", ruleset, RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(target)
