"""The kernel's limits of one process, set in it before any learner code runs."""

from __future__ import annotations

import math
import resource
from pathlib import Path

from grader.sandbox import census
from grader.sandbox.limits import DESCRIPTORS, Limits

LOCKED_MEMORY = 64 << 10
PENDING_SIGNALS = 1024


def apply(limits: Limits, processes_before: int) -> None:
    """Limit this process and all that it starts.

    Args:
        processes_before: what the kernel already counts for this user; the limit comes on top.
    """
    memory = census.address_space() + limits.memory
    processes = processes_before + limits.processes
    # The soft limit sends SIGXCPU, which says what happened; the hard one kills a second later.
    cpu = math.ceil(limits.cpu)
    _limit(resource.RLIMIT_CPU, cpu, cpu + 1)
    for kind, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_NPROC, processes),
        (resource.RLIMIT_NOFILE, DESCRIPTORS),
        (resource.RLIMIT_FSIZE, limits.scratch),
        # Not 0, which a core_pattern that names a program passes over; 1 stops that too.
        (resource.RLIMIT_CORE, 1),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_MEMLOCK, LOCKED_MEMORY),
        (resource.RLIMIT_SIGPENDING, PENDING_SIGNALS),
    ):
        _limit(kind, value, value)
    # Should the machine run out of memory, the kernel takes these first, not their judge.
    Path("/proc/self/oom_score_adj").write_text("1000")


def _limit(kind: int, soft: int, hard: int) -> None:
    _, allowed = resource.getrlimit(kind)
    if allowed != resource.RLIM_INFINITY:
        soft, hard = min(soft, allowed), min(hard, allowed)
    resource.setrlimit(kind, (soft, hard))
