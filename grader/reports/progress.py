"""How a run goes: done, rate, time left, and what went wrong so far.

On a terminal it is one line that changes. Elsewhere it is a plain line now and then.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bar

from grader.grading import verdict as status
from grader.grading.plan import Result

EVERY_SECONDS = 15.0
TROUBLE = tuple(s for s in status.STATUSES if s not in (status.GRADED, status.NOT_STARTED))


class Progress:
    """Counts results and shows how far they are. A context manager.

    Args:
        total: how many there will be.
        every: seconds between two lines, where there is no terminal.
    """

    def __init__(
        self,
        total: int,
        console: Console,
        every: float = EVERY_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.total, self.done, self.fresh = total, 0, 0
        self.trouble: Counter[str] = Counter()
        self._console, self._every, self._clock = console, every, clock
        self._first: float | None = None
        self._said = clock()
        self._bar = Bar(
            TextColumn("{task.completed:.0f} of {task.total:.0f} graded"),
            BarColumn(bar_width=20),
            TextColumn("{task.fields[rest]}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("", total=total, rest="starting")

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.stop()

    def add(self, result: Result) -> None:
        """One more is done."""
        self.done += 1
        if result.fresh:
            self.fresh += 1
            # What the store knows comes at once, and the first one after a start: neither tells
            # how long the next one takes.
            self._first = self._first or self._clock()
        found = {verdict.status for verdict in result.graded.verdicts}
        self.trouble.update([name for name in TROUBLE if name in found][:1])
        self._bar.update(self._task, completed=self.done, rest=self.rest())
        if self._bar.disable and self._clock() - self._said >= self._every:
            self._said = self._clock()
            self._console.print(self.line(), highlight=False, soft_wrap=True)

    def line(self) -> str:
        """All of it in a line."""
        rest = self.rest()
        return f"{self.done} of {self.total} graded" + (f", {rest}" if rest else "")

    def rest(self) -> str:
        """Rate, time left, and what went wrong, as far as there is something to say."""
        parts = []
        took = self._clock() - self._first if self._first is not None else 0.0
        if self.fresh > 1 and took > 0:
            rate = (self.fresh - 1) / took
            parts.append(f"{rate:.2g} a second" if rate >= 0.5 else f"{1 / rate:.2g} s each")
            if self.done < self.total:
                parts.append(f"{duration((self.total - self.done) / rate)} left")
        parts += [f"{count} {name}" for name, count in sorted(self.trouble.items())]
        return ", ".join(parts)


def duration(seconds: float) -> str:
    """A time in words, as exact as somebody who waits needs it."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 5400:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"
