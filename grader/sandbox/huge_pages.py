"""Puts what the warm process holds into huge pages, so that a fork has less to copy.

A fork copies the page tables of all memory that was written to, and its end takes them down again;
a huge page is one entry where there were 512. What a child then writes to is copied in small pages,
as before.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections.abc import Iterator
from pathlib import Path

MADV_COLLAPSE = 25  # Linux 6.1; whatever does not know it stays with small pages
HUGE = 2 << 20


def collapse() -> None:
    """Ask it of the kernel for every part of this process's own memory; harmless where it fails."""
    madvise = ctypes.CDLL(None, use_errno=True).madvise
    madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    with contextlib.suppress(OSError):
        if os.sysconf("SC_PAGE_SIZE") == 4096:
            for start, end in list(_own_memory()):
                first, last = -(-start // HUGE) * HUGE, end // HUGE * HUGE
                if first < last:
                    madvise(first, last - first, MADV_COLLAPSE)


def _own_memory() -> Iterator[tuple[int, int]]:
    """Start and end of what is writable, private and backed by no file; stacks left out."""
    for line in Path("/proc/self/maps").read_text().splitlines():
        place, mode, _, _, file, *name = line.split()
        if mode == "rw-p" and file == "0" and not (name and name[0].startswith("[stack")):
            start, end = place.split("-")
            yield int(start, 16), int(end, 16)
