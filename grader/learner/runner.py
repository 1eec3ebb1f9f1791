"""Has a learner's checks run by worker processes, and sees to it that they come to an end."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import time
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection
from typing import Any

from grader.course import FILE, Course, Unit
from grader.learner.checks import FAILED, Outcome
from grader.learner.worker import serve, too_long

SECONDS = 10.0
"""for one check, at least; a unit whose probes may take longer gives more"""
SPARE_SECONDS = 3.0
"""what a worker gets beyond its limit to say by itself where it was"""
START_SECONDS = 120.0
"""for the import of torch, on the slowest laptop and its first start"""


class Worker:
    """A process that has, or will soon have, torch in its memory."""

    def __init__(self, warm_for: str = "") -> None:
        context = multiprocessing.get_context("spawn")
        self.connection: Connection
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, warm_for), daemon=True)
        self.process.start()
        theirs.close()

    def kill(self) -> None:
        """End it, whatever it does."""
        self.connection.close()
        self.process.kill()
        self.process.join()


class Job:
    """The checks of some exercises of a unit, being run.

    `wait` lets it go on; `outcomes` holds how the checks went so far.
    """

    def __init__(
        self,
        course: Course,
        unit: Unit,
        exercises: Iterable[str],
        start: Callable[[], Worker] = Worker,
    ) -> None:
        self.course, self.unit, self.exercises = course, unit, tuple(exercises)
        self.outcomes: list[Outcome] = []
        self.trouble = ""
        """why nothing could be checked"""
        self.over = False
        self._start = start
        self._seconds = seconds_for(unit)
        self._begin()

    def wait(self, seconds: float) -> bool:
        """Take in what comes within so many seconds, or until all is over; gives `over`."""
        end = time.monotonic() + seconds
        while not self.over:
            left = min(end, self._deadline) - time.monotonic()
            try:
                if self._worker.connection.poll(max(0.0, left)):
                    self._take(json.loads(self._worker.connection.recv_bytes()))
                    continue
            except (EOFError, OSError):
                self._died()
                continue
            if time.monotonic() >= self._deadline:
                self._late()
            elif time.monotonic() >= end:
                break
        return self.over

    def stop(self) -> None:
        self._worker.kill()
        self.over = True

    def _begin(self) -> None:
        self._current: tuple[str, str] | None = None
        self._ready = False
        self._worker = self._start()
        self._deadline = time.monotonic() + START_SECONDS

    def _take(self, message: dict[str, Any]) -> None:
        self._deadline = time.monotonic() + self._seconds + SPARE_SECONDS
        if "ready" in message:
            self._ready = True
            self._send()
        elif "check" in message:
            self._current = message["check"][0], message["check"][1]
        elif "outcome" in message:
            self.outcomes.append(Outcome(**message["outcome"]))
            self._current = None
        elif "trouble" in message:
            self.trouble = message["trouble"]
            self.stop()
        elif "stuck" in message:
            self._next_worker()
        elif "end" in message:
            self.stop()

    def _send(self) -> None:
        request = {
            "course": str(self.course.root / FILE),
            "unit": self.unit.name,
            "exercises": self.exercises,
            "done": [(outcome.exercise, outcome.name) for outcome in self.outcomes],
            "seconds": self._seconds,
        }
        with contextlib.suppress(OSError):  # a worker that died is noticed when its answer fails
            self._worker.connection.send_bytes(json.dumps(request).encode())

    def _late(self) -> None:
        if not self._ready:
            self.trouble = "PyTorch did not load; try `grader doctor`"
        self._fail(too_long(self._seconds))
        self._next_worker()

    def _died(self) -> None:
        self._worker.process.join(5)
        code = self._worker.process.exitcode
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        if self._ready:
            self._fail(f"Your code ended Python itself ({how}).")
            self._next_worker()
        else:
            self.trouble = f"Python ended while it imported PyTorch ({how}); try `grader doctor`"
            self.stop()

    def _fail(self, message: str) -> None:
        if self._current is None:
            self.trouble = self.trouble or message
        else:
            self.outcomes.append(Outcome(*self._current, FAILED, message))

    def _next_worker(self) -> None:
        """Go on behind the check that took this worker down, unless nothing can be loaded."""
        self._worker.kill()
        if self.trouble:
            self.over = True
        else:
            self._begin()


def seconds_for(unit: Unit) -> float:
    """What one check of a unit may take."""
    return max(SECONDS, 3 * unit.limits.probe_seconds)


def run(course: Course, unit: Unit, exercises: Iterable[str]) -> Job:
    """Run the checks of some exercises to their end."""
    job = Job(course, unit, exercises)
    try:
        while not job.wait(60):
            pass
    except BaseException:
        job.stop()
        raise
    return job
