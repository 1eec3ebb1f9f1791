"""`grader autograde`: grade, record, write the autograded notebooks, say what came of it."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from rich.console import Console

from grader.course import Course, Unit
from grader.errors import Mistake
from grader.gradebook.settle import Settler
from grader.grading import verdict as status
from grader.grading.engine import Engine, Hire, submissions
from grader.grading.kit import Kit
from grader.grading.plan import Result
from grader.reports.progress import Progress
from grader.reports.table import print_table

INTERRUPTED = 130


def grade_class(
    course: Course,
    units: Sequence[Unit],
    students: Sequence[str],
    *,
    jobs: int | None = None,
    force: bool = False,
    unsafe: bool = False,
    cluster: str | None = None,
    hire: Hire | None = None,
) -> int:
    """Grade submissions and print the closing tables; gives the exit status.

    The status is 0 when grading itself worked, whatever the scores.

    Args:
        cluster: the address of a Dask scheduler whose workers do it, in place of this machine.
        hire: who does it, for tests.

    Raises:
        Mistake: for whatever a person has to mend first.
    """
    console = Console()
    wanted = submissions(course, units, students)
    if cluster:
        hire = _on_cluster(cluster, unsafe, console)
    engine = Engine(course, jobs=jobs, force=force, unsafe=unsafe, hire=hire)
    if unsafe:
        console.print(
            "Grading WITHOUT a sandbox: learner code can read and change anything you can."
        )
    results: list[Result] = []
    progress = Progress(len(wanted), console)
    with Settler(course, engine.kit, console.print) as settler:
        try:
            with progress, contextlib.closing(engine.grade(wanted)) as graded:
                for result in graded:
                    with uninterrupted():
                        settler.add(result)
                        progress.add(result)
                        results.append(_for_the_table(result))
        except (KeyboardInterrupt, Mistake) as stop:
            with uninterrupted():
                settler.finish()
            if isinstance(stop, Mistake):
                raise
            how = "the command again, without --force" if force else "the same command again"
            console.print(
                f"Stopped: {progress.done} of {progress.total} graded and recorded. "
                f"Run {how}; it goes on from there.",
                highlight=False,
                soft_wrap=True,
            )
            return INTERRUPTED
        with uninterrupted():
            settler.finish()
    for name in sorted({result.graded.unit for result in results}):
        of_unit = [result for result in results if result.graded.unit == name]
        print_table(console, course.unit(name), of_unit)
    console.print(
        f"{len(results)} submissions: {progress.fresh} graded now, "
        f"{len(results) - progress.fresh} unchanged."
    )
    failed = [r for r in results if any(v.status == status.NOT_JUDGED for v in r.graded.verdicts)]
    if failed:
        names = ", ".join(r.submission.student for r in failed[:5])
        raise Mistake(
            f"grading itself failed for {len(failed)} submissions ({names}); "
            "it says why below the table: mend that, and run it again"
        )
    return 0


def _on_cluster(address: str, unsafe: bool, console: Console) -> Hire:
    try:
        from grader.grading.cluster import Cluster
    except ImportError:
        raise Mistake(
            "--cluster needs Dask; run `pip install -c constraints.txt '.[cluster]'` in the folder "
            "that holds pyproject.toml"
        ) from None

    def hire(kits: Sequence[Kit], jobs: int) -> Cluster:
        return Cluster(address, kits, unsafe=unsafe, say=console.print)

    return hire


def _for_the_table(result: Result) -> Result:
    """Without what can be large: thousands of results are kept for the closing tables."""
    verdicts = tuple(replace(verdict, tests=()) for verdict in result.graded.verdicts)
    graded = replace(result.graded, verdicts=verdicts, outputs=None, printed="")
    return replace(result, graded=graded)


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C waits until this is through."""
    came: list[int] = []

    def later(number: int, frame: Any) -> None:
        came.append(number)

    before = signal.signal(signal.SIGINT, later)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt
