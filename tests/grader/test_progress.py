"""What a run says of itself while it goes on."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from grader.course import Limits, Unit
from grader.grading import verdict as status
from grader.grading.plan import Result, Submission
from grader.grading.verdict import Graded, Verdict
from grader.reports.progress import Progress, duration

UNIT = Unit("01_numbers", "Numbers", "notebook", (), (), Limits())


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def result(*statuses: str, fresh: bool = True) -> Result:
    verdicts = tuple(Verdict("double", each, 0.0, 2.0) for each in statuses)
    graded = Graded("ann", UNIT.name, verdicts)
    return Result(Submission("ann", UNIT, Path("nowhere")), graded, fresh, "digest")


@pytest.fixture
def clock() -> Clock:
    return Clock()


def plain(total: int, clock: Clock) -> tuple[Progress, io.StringIO]:
    """Progress into a file."""
    out = io.StringIO()
    return Progress(total, Console(file=out), every=10, clock=clock), out


def test_it_tells_done_rate_time_left_and_failures(clock: Clock) -> None:
    progress, _ = plain(100, clock)
    for what in (status.GRADED, status.CRASHED, status.NOT_STARTED, status.TIMED_OUT):
        progress.add(result(what))
        clock.now += 0.5
    progress.add(result(status.GRADED, status.CRASHED))
    assert progress.line() == "5 of 100 graded, 2 a second, 48 s left, 2 crashed, 1 timed out"


def test_slow_work_is_told_in_seconds_each(clock: Clock) -> None:
    progress, _ = plain(10, clock)
    for _ in range(3):
        progress.add(result(status.GRADED))
        clock.now += 8
    assert progress.line() == "3 of 10 graded, 12 s each, 84 s left"


def test_what_was_known_before_does_not_count_as_speed(clock: Clock) -> None:
    progress, _ = plain(1000, clock)
    for _ in range(500):
        progress.add(result(status.GRADED, fresh=False))
    assert progress.line() == "500 of 1000 graded"
    clock.now += 20  # the workers start
    for _ in range(3):
        progress.add(result(status.GRADED))
        clock.now += 1
    clock.now -= 1
    assert progress.rest() == "1 a second, 8 min left"


def test_without_a_terminal_it_is_a_plain_line_now_and_then(clock: Clock) -> None:
    progress, out = plain(8, clock)
    with progress:
        for _ in range(8):
            clock.now += 4
            progress.add(result(status.GRADED))
    lines = out.getvalue().splitlines()
    assert lines == ["3 of 8 graded, 4 s each, 20 s left", "6 of 8 graded, 4 s each, 8 s left"]


def test_a_quick_run_says_nothing(clock: Clock) -> None:
    progress, out = plain(8, clock)
    with progress:
        for _ in range(8):
            progress.add(result(status.GRADED))
    assert out.getvalue() == ""


def test_on_a_terminal_it_is_one_line_that_changes(clock: Clock) -> None:
    out = io.StringIO()
    progress = Progress(2, Console(file=out, force_terminal=True, width=100), clock=clock)
    with progress:
        for _ in range(2):
            progress.add(result(status.OUT_OF_MEMORY))
            clock.now += 1
        progress._bar.refresh()
    assert "2 of 2 graded" in out.getvalue() and "2 out of memory" in out.getvalue()


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "1 s"), (75, "75 s"), (200, "3 min"), (9000, "2.5 h")]
)
def test_times_are_as_exact_as_one_needs_them(seconds: float, said: str) -> None:
    assert duration(seconds) == said
