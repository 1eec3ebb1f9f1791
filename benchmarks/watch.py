"""From save to verdict: `grader watch` against a cold `pytest` of the same file.

    python -m benchmarks.watch [ROUNDS]

Both look at the same unit with the same work in it, turn about. The watching process runs on its
own, as it does for a learner, and is given time after each verdict to warm its next worker, as a
learner does who reads it. A save touches one exercise, or all of the unit, whose checks are then
the same as pytest's. Also measured: the start of commands that run no code.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grader import sample
from grader import source as sources
from grader.course import find
from grader.learner.watch import KEYS
from grader.release import release

ROUNDS = 5
UNIT, EXERCISE = "03_blocks", "my_sequential"
WARM_SECONDS = 12.0
GRADER = str(Path(sys.executable).parent / "grader")


def main(rounds: int = ROUNDS) -> None:
    course = find(Path(__file__).parent)
    unit = course.unit(UNIT)
    cells = sources.read(course.solution(unit) / f"{unit.stem}.py")
    solved = sample.solutions(cells)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "course"
        release(course, root)
        path = root / "exercises" / UNIT / f"{unit.stem}.py"
        right = sample.submission_files(unit, cells, solved)[path.name]
        # What a learner's next save is like: a line more in one exercise, or above them all.
        longer = {**solved, EXERCISE: solved[EXERCISE] + "\n# another thought"}
        one = sample.submission_files(unit, cells, longer)[path.name]
        everything = right.replace(b"import torch\n", b"import math\nimport torch\n", 1)
        path.write_bytes(right)
        ones, all_of_it, colds = measure(root, path, (one, right, everything, right), rounds)
        starts = [cold([GRADER, command], root) for command in ("next", "progress", "hint")]
    print(f"Unit {UNIT}, {rounds} rounds, median (least to most):\n")
    print("| | seconds | of a cold pytest |")
    print("|---|---|---|")
    print(f"| save to verdict, one exercise touched | {beside(ones, colds)} |")
    print(f"| save to verdict, the whole unit touched | {beside(all_of_it, colds)} |")
    print(f"| cold `pytest` of the unit's checks | {beside(colds, colds)} |")
    print(f"| start of `next`, `progress`, `hint` | {beside(starts, colds)} |")


def measure(
    root: Path, path: Path, contents: tuple[bytes, ...], rounds: int
) -> tuple[list[float], list[float], list[float]]:
    """Seconds from a save to its verdict, for both kinds of saves, and of a cold pytest."""
    saves: list[float] = []
    colds: list[float] = []
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    watching = subprocess.Popen(
        [GRADER, "watch", "--plain"],
        cwd=root,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        until_prompt(watching)
        for number in range(4 * rounds):
            time.sleep(max(WARM_SECONDS, *colds[-1:], 0.0))
            if number % 4 == 0:
                colds.append(cold([*command, f"exercises/{UNIT}/test_{path.stem}.py"], root))
            started = time.perf_counter()
            path.write_bytes(contents[number % 4])
            said = until_prompt(watching)
            saves.append(time.perf_counter() - started)
            if "passed" not in said or "failed" in said:
                raise SystemExit(f"not the verdict that was expected:\n{said}")
    finally:
        watching.send_signal(signal.SIGINT)
        watching.wait()
    # Of four saves, the first two change an exercise, the others what stands above them all.
    kinds = [number % 4 < 2 for number in range(len(saves))]
    ones = [seconds for seconds, one in zip(saves, kinds, strict=True) if one]
    return ones, [s for s, one in zip(saves, kinds, strict=True) if not one], colds


def until_prompt(watching: subprocess.Popen[str]) -> str:
    """What is printed up to the line of keys, with which each verdict ends."""
    assert watching.stdout is not None
    said = ""
    for line in watching.stdout:
        said += line
        if KEYS in line:
            return said
    raise SystemExit(f"grader watch ended:\n{said}")


def cold(command: list[str], root: Path) -> float:
    started = time.perf_counter()
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SystemExit(ran.stdout + ran.stderr)
    return time.perf_counter() - started


def beside(values: list[float], colds: list[float]) -> str:
    middle = statistics.median(values)
    ratio = middle / statistics.median(colds)
    return f"{middle:.2f} ({min(values):.2f} to {max(values):.2f}) | {ratio:.3f}"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
