"""Kills a grading again and again at random moments, and compares where that leads.

    python -m benchmarks.kills [--kills 20] [--students 24] [--course FOLDER] [--seed N] [--keep]

Each run is killed with SIGKILL at a moment drawn from the time that a whole one takes, and the
next one goes on. Once all of the class is in the store, a run goes to its end; the gradebook must
be what an undisturbed grading gives, and all is forgotten for a fresh start. Nothing that a killed
run started may live on.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import classroom, machine, processes
from benchmarks.report import write_section
from grader.course import Course

# What a killed grading leaves behind notices it and ends; the machine may be busy.
LAST_SECONDS = 60.0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--students", type=int, default=24)
    parser.add_argument("--course", type=Path, default=classroom.ROOT)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument("--units", nargs="*", default=[])
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args(arguments)
    choose = random.Random(options.seed)
    say(f"{options.students} students, seed {options.seed}")
    with tempfile.TemporaryDirectory(prefix="grader-kills-") as folder:
        course = classroom.make(Path(folder), options.students, options.units, options.course)
        started = time.monotonic()
        classroom.run(course)
        whole = time.monotonic() - started
        expected = classroom.scores(course)
        say(f"undisturbed: {len(expected)} scores in {whole:.1f} s")
        kills = compared = cut = 0
        classroom.forget(course)
        while kills < options.kills:
            done = _killed_after(course, choose.uniform(0, whole))
            kills += not done
            graded = _graded(course)
            cut += not done and 0 < graded < options.students
            say("ended before its kill" if done else f"killed with {graded} graded")
            if graded == options.students:
                compared += 1
                _to_the_end(course, expected)
                classroom.forget(course)
        _to_the_end(course, expected)
    said = f"{kills} kills: the gradebook is the same at each of {compared + 1} ends"
    say(said)
    if not options.keep:
        write_section("kills", _page(options, said, cut))
    return 0


def _page(options: argparse.Namespace, said: str, cut: int) -> str:
    units = " ".join(["--units", *options.units] if options.units else [])
    command = f"--kills {options.kills} --students {options.students} {units}".strip()
    return "\n\n".join(
        [
            "## Killed at random moments",
            f"`python -m benchmarks.kills {command} --seed {options.seed}`\n\n"
            f"{machine.describe()}.",
            f"{said}, score by score, as that of an undisturbed grading. {cut} of the kills came "
            "with a part of the class graded, the others before the first or after the last. No "
            "process outlived the grading that had started it.",
        ]
    )


def _killed_after(course: Course, seconds: float) -> bool:
    """Run it and kill it then; True where it has come to its end before."""
    running = subprocess.Popen(
        classroom.autograde(course),
        cwd=classroom.ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        running.wait(seconds)
    except subprocess.TimeoutExpired:
        family = processes.tree(running.pid)
        running.kill()
        _, said = running.communicate()
        left = processes.wait_for_the_end(family, LAST_SECONDS)
        if left:
            sys.exit(f"processes {left} outlive the grading that started them")
        if "Traceback" in said:
            sys.exit(f"what it left behind did not end in peace:\n{said}")
        return False
    _, said = running.communicate()
    if running.returncode:
        sys.exit(f"a grading failed with status {running.returncode}:\n{said}")
    return True


def _graded(course: Course) -> int:
    return len(list((course.root / ".grader" / "store").glob("*/*.json")))


def _to_the_end(course: Course, expected: list[tuple[object, ...]]) -> None:
    """Go on without a kill; the gradebook must be what it is after an undisturbed run."""
    classroom.run(course)
    found = classroom.scores(course)
    if found != expected:
        odd = sorted(set(map(repr, found)) ^ set(map(repr, expected)))
        sys.exit("the gradebook differs:\n" + "\n".join(odd[:10]))


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
