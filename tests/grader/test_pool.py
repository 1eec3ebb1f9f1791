"""The warm processes: what they load, and that no learner pays for a fault of ours."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import hand_in

from grader import sandbox
from grader.course import Course
from grader.grading import verdict as status
from grader.grading.engine import Engine, submissions
from grader.grading.judge import trains
from grader.grading.kit import kit_of
from grader.grading.pool import Died, Pool, PoolError, each_done, preload
from grader.grading.verdict import Graded


def children(process: int | str) -> list[int]:
    tasks = Path(f"/proc/{process}/task")
    texts = [Path(tasks, task, "children").read_text() for task in os.listdir(tasks)]
    return [int(number) for text in texts for number in text.split()]


def child_with(part: str, before: list[int]) -> int:
    """The process of this pool whose command line has this part: not one that was there before."""
    return next(
        process
        for process in children("self")
        if process not in before and part.encode() in Path(f"/proc/{process}/cmdline").read_bytes()
    )


def kill_children(process: int) -> None:
    for child in children(process):
        os.kill(child, signal.SIGKILL)


def wait_for_the_end(*processes: int) -> None:
    """Until none of them is there: a kill takes a moment, and what was its child another."""
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{process}").exists() for process in processes):
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.slow
def test_a_fault_of_ours_is_no_verdict(tiny: Course) -> None:
    sleeps = "def double(x):\n    import time; time.sleep(1.5)\n    return 2 * x"
    hand_in(tiny, "ann", "01_numbers", {"double": sleeps})
    job = Engine(tiny).plan(*submissions(tiny)).job()
    tier, before = sandbox.detect().tier, children("self")
    with Pool([kit_of(tiny, tiny.units[0])], 1, tier) as pool:
        judge = child_with("grader.grading.judge", before)
        zygote = child_with("grader.sandbox.zygote", before)
        threading.Timer(0.7, kill_children, [judge]).start()
        died = pool.grade_one(job)
        assert isinstance(died, Died) and "worker ended with -9" in str(died)
        graded = pool.grade_one(job)  # another worker has taken its place
        assert isinstance(graded, Graded) and graded.points == 5
        inner = children(zygote)
        os.kill(zygote, signal.SIGKILL)
        wait_for_the_end(*inner)
        with pytest.raises(PoolError, match=r"makes sandboxes has ended.* is kept"):
            pool.grade_one(job)


def test_tests_may_use_all_of_pytest(tiny: Course) -> None:
    path = tiny.root / "tests/hidden/01_numbers/test_total.py"
    path.write_text(
        path.read_text()
        + """
import pytest

@pytest.fixture
def three():
    return 3

@pytest.mark.weight(2)
@pytest.mark.parametrize("count", [1, 3])
def test_with_fixtures(observe, three, count, tmp_path):
    assert tmp_path.is_dir() and count == three
"""
    )
    hand_in(tiny, "ann", "01_numbers")
    (result,) = Engine(tiny, jobs=1).grade(submissions(tiny))
    _, total = result.graded.verdicts
    assert total.status == status.GRADED
    outcomes = {test.name: (test.passed, test.weight) for test in total.tests}
    assert outcomes["test_with_fixtures[1]"] == (False, 2)
    assert outcomes["test_with_fixtures[3]"] == (True, 2)


@pytest.mark.parametrize("uses", ["observe", "observe, tmp_path"], ids=["plain", "with_pytest"])
def test_a_hidden_test_that_skips_is_no_verdict(tiny: Course, uses: str) -> None:
    path = tiny.root / "tests/hidden/01_numbers/test_total.py"
    skips = f"import pytest\n\ndef test_sometimes({uses}):\n    pytest.skip('not today')\n"
    path.write_text(f"{path.read_text()}\n{skips}")
    hand_in(tiny, "ann", "01_numbers")
    (result,) = Engine(tiny, jobs=1).grade(submissions(tiny))
    for verdict in result.graded.verdicts:
        assert verdict.status == status.NOT_JUDGED
        assert "test_sometimes skips; it has to judge" in verdict.note


def test_only_what_is_wanted_is_loaded(tiny: Course) -> None:
    notebook, module = (kit_of(tiny, unit) for unit in tiny.units)
    assert "IPython.core.interactiveshell" in preload([notebook, module])
    assert "IPython.core.interactiveshell" not in preload([module])
    assert "matplotlib.pyplot" not in preload([module])


def test_an_optimizer_in_a_probe_is_not_the_judges() -> None:
    probe = "from torch import optim\n@probe\ndef step(unit):\n    optim.SGD([], lr=1)\n"
    assert not trains(probe)
    assert trains(probe + "def reference(w):\n    torch.optim.SGD([w], lr=1)\n")


# --------------------------------------------------------------------------------- each_done


def test_jobs_are_done_side_by_side_and_given_as_they_are_done() -> None:
    def work(job: dict[str, Any]) -> float:
        time.sleep(job["seconds"])
        return float(job["seconds"])

    jobs = [{"seconds": seconds} for seconds in (0.5, 0.1, 0.2, 0.05)]
    began = time.monotonic()
    answers = [answer for _, answer in each_done(work, jobs, threads=2)]
    assert answers == [0.1, 0.2, 0.05, 0.5]
    assert time.monotonic() - began < 0.8


def test_jobs_are_made_when_their_turn_comes() -> None:
    made = []

    def jobs() -> Iterator[dict[str, Any]]:
        for number in range(100):
            made.append(number)
            yield {"number": number}

    ahead = [
        made_then - job["number"]
        for job, made_then in each_done(lambda job: len(made), jobs(), threads=3)
    ]
    assert len(ahead) == 100 and max(ahead) <= 3


def test_an_error_reaches_the_caller() -> None:
    def work(job: dict[str, Any]) -> None:
        raise ValueError(job["number"])

    with pytest.raises(ValueError, match="1"):
        list(each_done(work, [{"number": 1}], threads=2))
