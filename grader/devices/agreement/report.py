"""Compare the places, and say where they agree."""

import os
import subprocess
import sys
from typing import Any, NamedTuple

from grader.devices.agreement.outcomes import Outcome, agree
from grader.devices.agreement.run import Results
from grader.devices.agreement.snippet import Snippet

# Far more than it takes; a snippet that waits for something hangs no longer.
SECONDS = 300


class Row(NamedTuple):
    """One snippet in one place that is not the CPU, beside what it ought to give."""

    snippet: Snippet
    place: str
    expected: Outcome
    found: Outcome

    @property
    def agrees(self) -> bool | None:
        """Whether it gave what it ought to; None where it was not run."""
        if self.found.what == "not run":
            return None
        return agree(self.expected, self.found, self.snippet.rtol, self.snippet.atol)


def results_of(place: str) -> Results:
    """Run every snippet in a place, in a process of its own."""
    hidden = {} if place == "gpu" else {"CUDA_VISIBLE_DEVICES": ""}
    ran = subprocess.run(
        [sys.executable, "-m", "grader.devices.agreement.run", place],
        env={**os.environ, **hidden},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    if ran.returncode != 0:
        raise RuntimeError(f"the snippets could not be run on the {place}:\n{ran.stderr.strip()}")
    return Results.from_json(ran.stdout.splitlines()[-1])


def reference_errors(cpu: Results, snippets: dict[str, Snippet]) -> list[str]:
    """Snippets that raise on the CPU and should not, or the other way round: no reference."""
    wrong = []
    for name, outcome in cpu.outcomes.items():
        if outcome.what != "not run" and (outcome.what == "error") != snippets[name].fails_on_cpu:
            wrong.append(f"{name}: {_short(outcome)}")
    return wrong


def rows(cpu: Results, other: Results, snippets: dict[str, Snippet]) -> list[Row]:
    """Every snippet in another place, beside what it ought to give.

    That is what the snippet states of accelerators, or else what the CPU gave.
    """
    return [
        Row(
            snippet,
            other.place,
            snippet.expected or cpu.outcomes[name],
            other.outcomes.get(name, Outcome("not run", "no such device")),
        )
        for name, snippet in snippets.items()
    ]


def summary(cpu: Results, other: Results, compared: list[Row]) -> list[str]:
    """What to quote: device, version, agreements and each disagreement."""
    if not other.device:
        return [f"{other.place}: none on this machine, nothing was compared"]
    run = [row for row in compared if row.agrees is not None]
    good = sum(bool(row.agrees) for row in run)
    lines = [f"{other.place}: {other.device}, torch {other.torch}: {good} of {len(run)} agree"]
    if left := len(compared) - len(run):
        lines.append(f"  {left} not run, for want of a second device")
    for row in run:
        if not row.agrees:
            lines += [
                f"  {row.snippet.name}:",
                f"    expected {_short(row.expected)}",
                f"    found    {_short(row.found)}",
            ]
    return lines


def table(compared: list[list[Row]]) -> list[str]:
    """A line a snippet: its name, what it is about, and a mark for each place."""
    width = max(len(row.snippet.name) for row in compared[0])
    places = "  ".join(rows_[0].place for rows_ in compared)
    lines = [f"{'snippet':{width}}  {places}  about"]
    for of_snippet in zip(*compared, strict=True):
        marks = "  ".join(f"{_mark(row):{len(row.place)}}" for row in of_snippet)
        snippet = of_snippet[0].snippet
        lines.append(f"{snippet.name:{width}}  {marks}  {snippet.doc}")
    return lines


def _mark(row: Row) -> str:
    return {True: "agrees", False: "DIFFERS", None: "-"}[row.agrees]


def _short(outcome: Any) -> str:
    text = str(outcome)
    return text if len(text) <= 160 else text[:157] + "..."
