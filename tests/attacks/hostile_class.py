"""Grades the hostile class in one tier and writes what came of it to standard output, as JSON.

    python -m attacks.hostile_class TIER [record]

With `record` it also writes all that it has judged into a gradebook.

A program of its own, so that an ordinary user can run it too. It plants canaries in every place
that should be out of reach; the tests look for them in everything that grading gave out.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from attacks.catalogue import MODULE, NOTEBOOK, attacks, honest
from nbgrader.api import Gradebook
from support import copy_tiny, hand_in

from grader import sandbox
from grader.course import Course
from grader.gradebook.record import Recorder
from grader.gradebook.write import autograded_text
from grader.grading.engine import Engine, Result, submissions
from grader.grading.kit import kit_of
from grader.grading.plan import Submission
from grader.grading.verdict import to_json
from grader.sandbox import client

PR_SET_CHILD_SUBREAPER = 36
JOBS = 4  # more than there are cores: most attacks wait for the end that they are given
SHARED_MEMORY = Path("/dev/shm")

# Where attacks would leave something.
LITTER = (Path("/tmp/grader-was-here"), Path("/etc/climbed"), Path("/usr/lib/climbed"))

CANARY = f"CANARY-{secrets.token_hex(8)}"
"""begins like this in every run, so that attacks can look for it; the rest they cannot know"""


def main() -> None:
    tier = sandbox.Tier(sys.argv[1])
    json.dump(run(tier, record="record" in sys.argv), sys.stdout)


def run(tier: sandbox.Tier, *, record: bool) -> dict[str, Any]:
    """Make the class, grade it, look around; gives what the tests need to know."""
    sandbox.detect = lambda: sandbox.TierReport(tier, ())  # as on a machine that allows no other
    # Whatever outlives its parent becomes a child of this process, and can be counted.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    mounts = Path("/proc/self/mounts").read_text()
    with _places() as (place, memory):
        course = copy_tiny(place / "course")
        _plant(course)
        _hand_in(course)
        before = _contents(course)
        with _bystanders(), _watched_zygotes() as zygotes:
            engine = Engine(course, jobs=JOBS)
            assert engine.tier is tier
            results = [r for part in _parts(course, tier) for r in engine.grade(part)]
        return {
            "canary": CANARY,
            "results": {result.submission.student: _told(course, result) for result in results},
            "changed": sorted(set(before.items()) ^ set(_contents(course).items())),
            "zygotes": zygotes,
            "recorded": _recorded(course, results) if record else None,
            "processes": Path(f"/proc/self/task/{os.getpid()}/children").read_text().split(),
            "files": [str(path) for path in _left_behind(place, memory)],
            "mounts": Path("/proc/self/mounts").read_text() != mounts,
        }


def _parts(course: Course, tier: sandbox.Tier) -> list[list[Submission]]:
    """What is graded at a time: everything, honest code between attacks, where they cannot meet.

    An ordinary user's processes are counted together in the Landlock tier (SECURITY.md): a fork
    bomb next door keeps honest code from starting a thread.
    """
    everything = submissions(course)
    if tier is not sandbox.Tier.LANDLOCK or os.getuid() == 0:
        return [everything]
    names = {entry.name for entry in honest()}
    apart = [submission for submission in everything if submission.student in names]
    return [[s for s in everything if s.student not in names], apart]


@contextlib.contextmanager
def _places() -> Iterator[tuple[Path, Path]]:
    """A folder for the course, and one in memory for the scratch of those without mounts."""
    with (
        tempfile.TemporaryDirectory(prefix="attacks-") as place,
        tempfile.TemporaryDirectory(prefix="attacks-", dir=SHARED_MEMORY) as memory,
    ):
        # Open to all: only the sandbox stands between its code and this.
        os.chmod(place, 0o755)
        os.chmod(memory, 0o755)
        tempfile.tempdir = place
        client.SHARED_MEMORY = memory
        yield Path(place), Path(memory)


def _plant(course: Course) -> None:
    for path in [*course.root.glob("solutions/*/*.py"), *course.root.glob("tests/hidden/*/*.py")]:
        # As comments and as code: in the file, and in the module that it makes.
        path.write_text(
            f"{path.read_text()}\n# {CANARY}-SOURCE\nCANARY_VALUE = '{CANARY}-SOURCE'\n"
        )
    (course.root / "canary.txt").write_text(f"{CANARY}-FILE")
    (course.root / "gradebook.db").write_text(f"{CANARY}-GRADEBOOK")
    (course.root / "pid").write_text(str(os.getpid()))
    home = course.root / "home"
    (home / ".ssh").mkdir(parents=True)
    (home / ".ssh/id_rsa").write_text(f"{CANARY}-HOME")
    os.environ |= {"HOME": str(home), "GRADER_SECRET_CANARY": f"{CANARY}-ENVIRONMENT"}
    state = course.root / ".grader"
    state.mkdir(mode=0o700)
    (state / "secret").write_text(f"{CANARY}-SECRET")
    (state / "secret").chmod(0o600)


def _hand_in(course: Course) -> None:
    # They are graded by name, so honest code comes after attacks and between them.
    for entry in [*attacks(), *honest()]:
        entry.hand_in(course)
    folder = hand_in(course, "somebody_else", MODULE)
    (folder / "notes.txt").write_text(f"{CANARY}-OTHER")
    hand_in(course, "another_one", NOTEBOOK)


@contextlib.contextmanager
def _bystanders() -> Iterator[None]:
    """Processes and sockets outside, to be attacked."""
    with (
        socket.socket(socket.AF_UNIX) as listener,
        subprocess.Popen(["sleep", "600"], env={"CANARY": f"{CANARY}-PROCESS"}) as sleeper,
    ):
        with contextlib.suppress(OSError):  # another run of this may have it
            listener.bind("\0grader-canary")
            listener.listen()
        yield
        alive = sleeper.poll() is None
        sleeper.kill()
        assert alive, "an attack ended a process outside"


@contextlib.contextmanager
def _watched_zygotes() -> Iterator[list[list[dict[str, Any]]]]:
    """The state of each zygote before its first sandbox and after its last."""
    states: list[list[dict[str, Any]]] = []
    start, stop = sandbox.Zygote.start, sandbox.Zygote.stop

    def state(zygote: sandbox.Zygote) -> dict[str, Any]:
        deadline = time.monotonic() + 10
        while zygote.state().sandboxes and time.monotonic() < deadline:
            time.sleep(0.05)
        seen = asdict(zygote.state())
        del seen["memory"]  # wanders by some pages
        return seen

    def watched_start(zygote: sandbox.Zygote) -> None:
        start(zygote)
        states.append([state(zygote)])

    def watched_stop(zygote: sandbox.Zygote) -> None:
        states[-1].append(state(zygote))
        stop(zygote)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox.Zygote, "start", watched_start)
        patch.setattr(sandbox.Zygote, "stop", watched_stop)
        yield states


def _told(course: Course, result: Result) -> dict[str, Any]:
    """All that anybody gets to read of a result."""
    kit = kit_of(course, result.submission.unit)
    return {
        "points": result.graded.points,
        "max_points": result.graded.max_points,
        "graded": to_json(result.graded),
        "notebook": autograded_text(kit, result),
    }


def _recorded(course: Course, results: list[Result]) -> float:
    """Record all in a gradebook, as grading does; gives the sum of the scores that it then has."""
    (course.root / "gradebook.db").unlink()
    with Recorder(course) as recorder:
        for unit in course.units:
            recorder.register(unit)
        recorder.record(result.graded for result in results)
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        return sum(
            submission.score
            for unit in course.units
            for submission in gradebook.assignment_submissions(unit.name)
        )


def _contents(course: Course) -> dict[str, str]:
    """Every file of the course and how it is, but for the results of grading."""
    found = {}
    for path in course.root.rglob("*"):
        if path.is_symlink() or ".grader" in path.parts:
            continue
        mode, modified = path.stat().st_mode, path.stat().st_mtime_ns
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        found[str(path.relative_to(course.root))] = f"{mode:o} {modified} {content}"
    return found


def _left_behind(place: Path, memory: Path) -> list[Path]:
    """What should not be there any more, or should never have been."""
    left = [path for path in place.iterdir() if path.name != "course"]
    return [*left, *memory.iterdir(), *(path for path in LITTER if path.exists())]


if __name__ == "__main__":
    main()
