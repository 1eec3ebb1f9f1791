"""The same class on one Dask worker and on two, on loopback.

    python -m benchmarks.cluster [--students 100] [--unit 03_blocks] [--keep]

Each worker has one thread, and so one core. A run starts the workers' own processes anew; the rate
after that is the one between the first third of the records in the store and the last.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import classroom, machine
from benchmarks.measured import measure
from benchmarks.report import table, write_section

QUIET = ["--no-dashboard", "--host", "127.0.0.1"]


@dataclass(frozen=True)
class Run:
    """One grading on so many workers."""

    workers: int
    seconds: float
    rate: float
    """submissions a second, once a third of them is done and all processes have started"""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=100)
    parser.add_argument("--unit", default="03_blocks")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args(arguments)
    before = machine.load()
    runs = [_run(options, workers) for workers in (1, 2)]
    one, two = runs
    rows = [(str(r.workers), f"{r.seconds:.1f}", f"{60 * r.rate:.0f}") for r in runs]
    text = "\n\n".join(
        [
            "## On a cluster",
            f"`python -m benchmarks.cluster --students {options.students} --unit {options.unit}`"
            f"\n\n{machine.describe()}. Load before and after: {before}, {machine.load()}.",
            f"Two Dask workers of one thread each have {two.rate / one.rate:.2f} times the rate of "
            f"one; with the start of their processes, {one.seconds / two.seconds:.2f} times.",
            table(("workers", "seconds in all", "submissions a minute after the start"), rows),
        ]
    )
    print(text)
    if not options.keep:
        write_section("cluster", text)
    return 0


def _run(options: argparse.Namespace, workers: int) -> Run:
    with tempfile.TemporaryDirectory(prefix="grader-cluster-") as folder, _cluster(workers) as at:
        course = classroom.make(Path(folder), options.students, [options.unit])
        measured = measure(classroom.autograde(course, "--cluster", at), classroom.ROOT)
        store = (course.root / ".grader" / "store").glob("*/*.json")
        times = sorted(path.stat().st_mtime for path in store)
    third = len(times) // 3
    return Run(workers, measured.wall, (len(times) - third) / (times[-1] - times[third - 1]))


@contextlib.contextmanager
def _cluster(workers: int) -> Iterator[str]:
    """A scheduler and so many workers; gives its address."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="grader-dask-"))

        def start(name: str, *command: str, until: str) -> str:
            path = Path(folder, name)
            log = stack.enter_context(path.open("wb"))
            command = (sys.executable, "-m", "dask", *command, *QUIET)
            process = subprocess.Popen(command, stdout=log, stderr=log)
            stack.callback(process.wait)
            stack.callback(process.kill)
            while not (found := re.search(until, path.read_text(errors="replace"))):
                if process.poll() is not None:
                    sys.exit(path.read_text(errors="replace"))
                time.sleep(0.1)
            return found[1]

        address = start("scheduler", "scheduler", "--port", "0", until=r"Scheduler at:\s+(\S+)")
        one = ["worker", address, "--nthreads", "1", "--no-nanny", "--local-directory", folder]
        for number in range(workers):
            start(f"worker{number}", *one, until="(Registered to)")
        yield address


if __name__ == "__main__":
    sys.exit(main())
