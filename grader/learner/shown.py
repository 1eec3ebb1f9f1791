"""Text for a terminal: narrow or wide, with colour or without; colour never says anything alone."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

import click

from grader.learner.checks import FAILED, PASSED, TO_DO, Outcome

SIGNS = {PASSED: "✓", FAILED: "✗", TO_DO: "○"}
COLOURS = {PASSED: "green", FAILED: "red", TO_DO: "bright_black"}
NARROWEST, WIDEST = 20, 96


@dataclass(frozen=True)
class Style:
    """What the terminal can show, and how much of it is wanted."""

    colour: bool = False
    signs: bool = False
    """✓, ✗, bars; where not, words and numbers do it"""
    width: int = 80

    def paint(self, text: str, colour: str) -> str:
        return click.style(text, fg=colour) if self.colour else text

    def strong(self, text: str) -> str:
        return click.style(text, bold=True) if self.colour else text

    def status(self, status: str) -> str:
        """The sign and the word of a status."""
        sign = f"{SIGNS[status]} " if self.signs else ""
        return self.paint(f"{sign}{status}", COLOURS[status])

    def wrapped(self, text: str, indent: str = "") -> str:
        """Prose within the width; lines that are indented or short stay as they are."""
        lines = []
        for line in text.splitlines():
            if line.startswith(" ") or len(indent) + len(line) <= self.width:
                lines.append(f"{indent}{line}".rstrip())
            else:
                lines += textwrap.wrap(
                    line,
                    self.width,
                    initial_indent=indent,
                    subsequent_indent=indent,
                    break_long_words=False,
                    break_on_hyphens=False,
                )
        return "\n".join(lines)

    def bar(self, part: float, cells: int = 20) -> str:
        """A part between 0 and 1; only what is whole is shown as full."""
        full = cells if part >= 1 else min(cells - 1, round(part * cells))
        return ("█" * full + "░" * (cells - full)) if self.signs else ""


def style_for(stream: TextIO | None = None, plain: bool = False) -> Style:
    """What suits a stream: NO_COLOR, FORCE_COLOR, its encoding and the width are looked at."""
    stream = stream or sys.stdout
    terminal = stream.isatty() or bool(os.environ.get("FORCE_COLOR"))
    colour = terminal and not plain and not os.environ.get("NO_COLOR")
    try:
        "".join([*SIGNS.values(), "█░"]).encode(stream.encoding or "ascii")
        signs = not plain
    except (UnicodeEncodeError, LookupError):
        signs = False
    width = shutil.get_terminal_size((80, 24)).columns
    return Style(colour, signs, max(NARROWEST, min(WIDEST, width)))


def unit_lines(style: Style, outcomes: Sequence[Outcome], full: str = "") -> Iterator[str]:
    """How the checks of several exercises went: a line each, and the first failure in full.

    Args:
        style: of the terminal.
        outcomes: in the order of the file.
        full: the exercise whose failures are shown; by default, the first that has one.
    """
    by_exercise: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_exercise.setdefault(outcome.exercise, []).append(outcome)
    for exercise, ran in by_exercise.items():
        status = status_of(ran)
        line = f"{style.status(status)}  {exercise}"
        if status == FAILED:
            passed = sum(outcome.status == PASSED for outcome in ran)
            line += f"  ({passed} of {len(ran)} checks passed)"
        yield line
        if status == FAILED and full in ("", exercise):
            full = exercise
            yield from failure_lines(style, ran)


def exercise_lines(style: Style, ran: Sequence[Outcome]) -> Iterator[str]:
    """How the checks of one exercise went: a line each, and the first failure in full."""
    if status_of(ran) == TO_DO:
        yield f"{style.status(TO_DO)}  {ran[0].exercise}"
        return
    told = False
    for outcome in ran:
        yield f"{style.status(outcome.status)}  {outcome.title}"
        if outcome.status == FAILED and not told:
            told = True
            yield from _message(style, outcome)


def failure_lines(style: Style, ran: Iterable[Outcome]) -> Iterator[str]:
    """The first failed check in full; how many more failed, in a line."""
    failed = [outcome for outcome in ran if outcome.status == FAILED]
    yield from _message(style, failed[0])
    if len(failed) > 1:
        more = "1 more check" if len(failed) == 2 else f"{len(failed) - 1} more checks"
        yield f"    {more} of {failed[0].exercise} failed: `grader check {failed[0].exercise}`"
        yield ""


def _message(style: Style, outcome: Outcome) -> Iterator[str]:
    yield ""
    yield style.wrapped(outcome.message, "    ")
    if outcome.printed:
        yield ""
        yield "    Your code printed:"
        yield from (f"      {line}" for line in outcome.printed.splitlines())
    yield ""


def status_of(ran: Iterable[Outcome]) -> str:
    """The status of an exercise from those of its checks."""
    statuses = {outcome.status for outcome in ran}
    if statuses == {PASSED}:
        return PASSED
    return TO_DO if statuses == {TO_DO} else FAILED
