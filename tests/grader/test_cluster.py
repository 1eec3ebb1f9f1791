"""A class spread over a Dask cluster: the same store and gradebook, whatever dies meanwhile."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support import copy_tiny, hand_in

from grader.course import Course
from grader.grade_class import grade_class
from grader.grading import cluster
from grader.grading.cluster import Cluster
from grader.grading.cluster_worker import About, ClusterError
from grader.grading.engine import Engine, submissions
from grader.grading.kit import kit_of

pytestmark = pytest.mark.slow

QUIET = ["--no-dashboard", "--host", "127.0.0.1"]
STUDENTS = 12


@dataclass(frozen=True)
class Scheduler:
    """A scheduler of ours on loopback, and its two workers."""

    address: str
    workers: list[subprocess.Popen[bytes]]
    folder: Path
    """where the workers may write"""


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scheduler]:
    folder = tmp_path_factory.mktemp("dask")
    with contextlib.ExitStack() as stack:

        def start(*command: str, name: str) -> subprocess.Popen[bytes]:
            log = stack.enter_context((folder / f"{name}.log").open("wb"))
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *command, *QUIET],
                stdout=log,
                stderr=log,
                env={**os.environ, "TMPDIR": str(folder)},
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        start("scheduler", "--port", "0", name="scheduler")
        address = _said(folder / "scheduler.log", r"Scheduler at:\s+(tcp://\S+)")
        one = ["worker", address, "--nthreads", "1", "--no-nanny"]
        one += ["--local-directory", str(folder)]
        workers = [start(*one, name=f"worker{number}") for number in range(2)]
        for number in range(2):
            _said(folder / f"worker{number}.log", r"(Registered to)")
        yield Scheduler(address, workers, folder)


def _said(log: Path, pattern: str) -> str:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        found = re.search(pattern, log.read_text(errors="replace"))
        if found:
            return found[1]
        time.sleep(0.05)
    raise AssertionError(log.read_text(errors="replace"))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Students whose code takes a moment, so that there is a middle to die in."""
    course = copy_tiny(tmp_path_factory.mktemp("class") / "course")
    for number in range(STUDENTS):
        slow = f"def double(x):\n    import time; time.sleep(0.{number + 20})\n    return 2 * x"
        hand_in(course, f"student{number}", "01_numbers", {"double": slow})
    return course


def records(course: Course) -> list[Path]:
    return list((course.root / ".grader/store").rglob("*.json"))


def test_a_worker_that_dies_has_its_work_done_by_another(
    course: Course, scheduler: Scheduler, capsys: pytest.CaptureFixture[str]
) -> None:
    victim = scheduler.workers[0]

    def kill() -> None:
        while len(records(course)) < 3:
            time.sleep(0.05)
        assert len(records(course)) < STUDENTS
        victim.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    assert grade_class(course, (), (), cluster=scheduler.address) == 0
    killer.join()
    assert victim.wait() == -9
    said = capsys.readouterr().out
    assert "2 workers, 2 submissions at a time; grader" in said and "sandbox: " in said
    assert f"{STUDENTS} submissions: {STUDENTS} graded now" in said
    # The same store: this machine has nothing left to do, and all have full points.
    engine = Engine(course)
    assert not any(engine.plan(each).missing for each in submissions(course))
    assert {result.graded.points for result in engine.grade(submissions(course))} == {5}


def test_hidden_tests_are_on_no_workers_disk(course: Course, scheduler: Scheduler) -> None:
    test = (course.root / "tests/hidden/01_numbers/test_total.py").read_bytes()
    telling = b"The result is not the sum."
    assert telling in test
    written = [path for path in scheduler.folder.rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if telling in path.read_bytes()]


@pytest.mark.parametrize(("part", "other"), [("torch", "1.0"), ("grader", "9.9")])
def test_another_version_is_refused(
    part: str, other: str, course: Course, scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = About.here(unsafe=True)
    wanted = About(**{**vars(here), part: other})
    with pytest.raises(ClusterError) as error:
        on_it = Cluster(scheduler.address, [kit_of(course, course.units[0])])
        monkeypatch.setattr(on_it._plugin, "wanted", wanted)
        with on_it:
            raise AssertionError("it took part")
    found = f"it has {part} {getattr(here, part)}, here is {other}"
    assert re.fullmatch(f"worker tcp://.* cannot take part: {re.escape(found)}.*", str(error.value))


def test_nobody_there_is_said_in_a_line(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    with pytest.raises(ClusterError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        Cluster("tcp://127.0.0.1:9", [kit_of(course, course.units[0])]).__enter__()
