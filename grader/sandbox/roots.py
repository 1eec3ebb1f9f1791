"""Which of the machine's files the code inside can see, whatever the tier.

Never a whole directory that a person may work in: a virtual environment may be the repository that
holds the solutions, and a container may have that in /usr/src. Only what programs need is shown.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

LINKS = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")  # into /usr, or directories
PARTS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32", "libexec", "include")
SHARED = ("/usr/share",)  # not /usr/local/share, where nbgrader keeps what everybody handed in
ETC = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/etc/nsswitch.conf")
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")

# Without a /proc and /sys of one's own. What the machine is like is no secret.
MACHINE = ("/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu")


def readable(extra: Iterable[str]) -> tuple[str, ...]:
    """Paths to show read-only, none of them inside another, those that exist.

    Args:
        extra: further paths of the caller's.
    """
    found = [*LINKS, *SHARED, *ETC]
    for prefix in {"/usr", "/usr/local", sys.prefix, sys.base_prefix, sys.base_exec_prefix}:
        found += [os.path.join(prefix, part) for part in (*PARTS, "pyvenv.cfg")]
    # Packages of the user's own, and those of Debian's Python.
    found += [place for place in sys.path if place.endswith(("site-packages", "dist-packages"))]
    found.append(str(Path(__file__).resolve().parents[1]))
    found += [os.path.abspath(place) for place in extra]
    return _outermost(path for path in found if os.path.exists(path))


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not any(path == other or path.startswith(other.rstrip("/") + "/") for other in kept):
            kept.append(path)
    return tuple(kept)
