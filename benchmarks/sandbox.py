"""What a sandbox costs over a fork of the same warm process: start, first answer, end.

    python -m benchmarks.sandbox [ROUNDS]

All take turns, so that they meet the same machine. The first row is a bare fork of this process,
warmed up in the same way; the last columns are what the sandboxes take beside it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import signal
import socket
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from grader.sandbox import Channel, ChannelClosed, Limits, Tier, Zygote, spawn

# One thread before anything is imported: a fork copies no other.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

PRELOAD = ("torch", "torch._dynamo", "numpy", "IPython.core.interactiveshell")
ENTRY = "sandbox:answer"  # this file
ROUNDS = 40


def answer(channel, argument):
    """Inside: one small operation, one answer, then wait for the end."""
    import torch

    channel.send(str(torch.ones(4).sum().item()).encode())
    channel.receive()


def measure(zygote: Zygote) -> tuple[float, float, float]:
    """Seconds until the sandbox stands, until its first answer, and until it has ended."""
    started = time.perf_counter()
    box = spawn(zygote.address, {"unit.py": b"x = 1\n"}, Limits())
    spawned = time.perf_counter()
    box.channel.receive(30)
    answered = time.perf_counter()
    box.close()
    return spawned - started, answered - spawned, time.perf_counter() - answered


def measure_fork() -> tuple[float, float, float]:
    """The same steps with nothing but a fork."""
    started = time.perf_counter()
    ours, theirs = socket.socketpair()
    process = os.fork()
    if not process:
        ours.close()
        with contextlib.suppress(ChannelClosed):
            answer(Channel(theirs), b"")
        os._exit(0)
    theirs.close()
    forked = time.perf_counter()
    with Channel(ours) as channel:
        channel.receive(30)
        answered = time.perf_counter()
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    return forked - started, answered - forked, time.perf_counter() - answered


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    sys.path.insert(0, str(Path(__file__).parent))
    for name in PRELOAD:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    with contextlib.ExitStack() as stack:
        subjects: dict[str, Callable[[], tuple[float, float, float]]] = {"fork": measure_fork}
        for tier in (Tier.UNSAFE, Tier.LANDLOCK, Tier.NAMESPACES):
            zygote = stack.enter_context(Zygote(PRELOAD, ENTRY, tier))
            subjects[tier.value] = partial(measure, zygote)
        times: dict[str, list[tuple[float, float, float]]] = {name: [] for name in subjects}
        for turn in range(rounds + 2):
            for name, subject in subjects.items():
                measured = subject()
                if turn >= 2:  # the first ones find cold caches
                    times[name].append(measured)
    print(f"milliseconds, median of {rounds}   start  answer     end     all    more   times")
    fork = statistics.median(map(sum, times["fork"]))
    for name, kept in times.items():
        steps = [statistics.median(step) for step in zip(*kept, strict=True)]
        whole = statistics.median(map(sum, kept))
        columns = [*steps, whole, whole - fork]
        row = "".join(f"{value * 1e3:8.1f}" for value in columns)
        print(f"{name:>24}{row}{whole / fork:8.1f}")


if __name__ == "__main__":
    main()
