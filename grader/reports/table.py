"""The closing table of a grading: students by exercises, and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.columns import Columns
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from grader.course import Unit
from grader.grading import verdict as status
from grader.grading.plan import Result

# A sign for each status, so that a cell is legible without colour.
SIGNS = {
    status.GRADED: "",
    status.NOT_STARTED: "·",
    status.CRASHED: "!",
    status.TIMED_OUT: "⏱",
    status.OUT_OF_MEMORY: "M",
    status.TOO_MANY_PROCESSES: "P",
    status.REFUSED: "×",
    status.NOT_JUDGED: "?",
}

WIDEST = 1000  # columns


def print_table(console: Console, unit: Unit, results: Sequence[Result]) -> None:
    """One unit's results, then whatever there is to say of a student, a line each.

    No number is ever cut off: a table that is too wide for the terminal goes on in its next line.
    """
    results = sorted(results, key=lambda result: result.submission.student)
    table = Table(
        title=f"{unit.name}: {unit.title}",
        box=box.SIMPLE,
        title_justify="left",
        padding=0,  # narrow: fourteen exercises fit into eighty columns
    )
    table.add_column("student", no_wrap=True)
    for number, _ in enumerate(unit.exercises, start=1):
        table.add_column(str(number), justify="right", no_wrap=True)
    table.add_column(f"of {unit.points:g}", justify="right", no_wrap=True)
    for result in results:
        graded = result.graded
        cells = [
            Text(
                f"{round(verdict.points, 1):g}{SIGNS[verdict.status]}",
                style="green" if verdict.points == verdict.max_points else "",
            )
            for verdict in graded.verdicts
        ]
        table.add_row(result.submission.student, *cells, f"{graded.points:g}")
    # As wide as it has to be: rich would cut numbers off to fit it into the terminal.
    table.width = Measurement.get(console, console.options.update(max_width=WIDEST), table).maximum
    console.print(table, crop=False)
    for result in results:
        if trouble := _trouble(result):
            console.print(f"{result.submission.student}: {trouble}", highlight=False, markup=False)
    names = [f"{n} {e.name}" for n, e in enumerate(unit.exercises, start=1)]
    console.print(Columns(names, padding=(0, 2)), style="dim")
    console.print("points to one decimal, totals in full", style="dim", highlight=False)
    used = {v.status for r in results for v in r.graded.verdicts} - {status.GRADED}
    if used:
        legend = ", ".join(f"{SIGNS[name]} {name}" for name in status.STATUSES if name in used)
        console.print(legend, style="dim", highlight=False)


def _trouble(result: Result) -> str:
    graded = result.graded
    notes = {v.note for v in graded.verdicts if v.status in (status.REFUSED, status.NOT_JUDGED)}
    said = [*sorted(notes), *graded.repairs[:2]]
    if graded.tier == "unsafe":
        said.append("graded without a sandbox")
    return "; ".join(said)
