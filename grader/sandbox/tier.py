"""The kinds of sandbox."""

from __future__ import annotations

import enum


class Tier(enum.Enum):
    """How code is held, the strongest first."""

    NAMESPACES = "namespaces"
    """a machine of its own: user, mount, pid, net, ipc and uts namespaces, seccomp, rlimits"""
    LANDLOCK = "landlock"
    """a process among others: Landlock, seccomp, rlimits, and a reaper for what stays behind"""
    UNSAFE = "unsafe"
    """rlimits only: holds accidents, not hostile code"""
