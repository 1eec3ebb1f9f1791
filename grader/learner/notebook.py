"""`check("my_sequential")` in a notebook: a small table, and the same as text."""

from __future__ import annotations

import contextlib
import html
import re
import sys
from dataclasses import dataclass

from grader.course import Course, find
from grader.errors import Mistake
from grader.learner import checks, hints, progress
from grader.learner.checks import FAILED, PASSED, TO_DO, Outcome
from grader.learner.shown import SIGNS
from grader.learner.unit_code import load

COLOURS = {PASSED: "#2a7d4f", FAILED: "#b3541e", TO_DO: "#666666"}

PROSE = (
    "white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere; margin: 0; "
    "background: none"
)
ADDRESS = re.compile(r"https://[^\s&]+")


@dataclass(frozen=True)
class Report:
    """What `check` gives back: Jupyter shows it as a table, everything else as text."""

    exercise: str
    outcomes: tuple[Outcome, ...]
    trouble: str = ""
    """why nothing could be checked"""
    after: str = ""
    """for who has just solved it: what to notice, and what to read next"""

    def _headline(self) -> str:
        if self.trouble:
            return self.trouble
        passed = sum(outcome.status == PASSED for outcome in self.outcomes)
        if all(outcome.status == TO_DO for outcome in self.outcomes):
            return f"{self.exercise}: to do"
        return f"{self.exercise}: {passed} of {len(self.outcomes)} checks passed"

    def __repr__(self) -> str:
        lines = [self._headline()]
        for outcome in self.outcomes:
            lines.append(f"  {SIGNS[outcome.status]} {outcome.status}: {outcome.title}")
            lines += [f"      {line}".rstrip() for line in _text(outcome).splitlines()]
        return "\n".join([*lines, *(["", self.after] if self.after else [])])

    def _repr_html_(self) -> str:
        rows = []
        for outcome in self.outcomes:
            message = ""
            if outcome.status == FAILED:
                text = html.escape(_text(outcome))
                message = f'<pre style="{PROSE}">{text}</pre>'
                message += outcome.picture
            rows.append(
                f'<tr><td style="color: {COLOURS[outcome.status]}; vertical-align: top; '
                'white-space: nowrap">'
                f"{SIGNS[outcome.status]} {outcome.status}</td>"
                f'<td style="text-align: left">{html.escape(outcome.title)}'
                f"{message}</td></tr>"
            )
        after = ADDRESS.sub(r'<a href="\g<0>">\g<0></a>', html.escape(self.after))
        return (
            f"<p><b>{html.escape(self._headline())}</b></p><table>{''.join(rows)}</table>"
            f"{f'<p>{after}</p>' if after else ''}"
        )


def _text(outcome: Outcome) -> str:
    """What is said of a failed check, and what the learner's code printed."""
    if outcome.status != FAILED:
        return ""
    printed = f"\n\nYour code printed:\n{outcome.printed}" if outcome.printed else ""
    return f"{outcome.message}{printed}"


def check_in_notebook(exercise: str) -> Report:
    """Check an exercise: a module unit as it was last saved, a notebook unit as it stands."""
    try:
        course = find()
        entry = course.exercise(exercise)
        unit = course.unit(entry.unit)
        folder = course.released(unit)
        code = load(unit, folder) if unit.form == "module" else _Namespace(unit.stem)
        outcomes = checks.outcomes(unit, folder, code, exercise)
    except Mistake as error:
        return Report(exercise, (), str(error))
    except FileNotFoundError as error:
        return Report(exercise, (), f"{error.filename} is missing; get the course's files again")
    return Report(exercise, tuple(outcomes), after=_note(course, outcomes))


def _note(course: Course, outcomes: list[Outcome]) -> str:
    """Keep how checks went; gives what to tell who has just solved the exercise."""
    known, _ = progress.read(course)
    names = dict.fromkeys(outcome.exercise for outcome in outcomes)
    known, told = hints.for_solved(course, known.with_outcomes(outcomes), names)
    with contextlib.suppress(Mistake):
        progress.write(course, known)
    return "\n".join(told.values())


class _Namespace:
    """The notebook's own names."""

    def __init__(self, stem: str) -> None:
        self.__where = f"{stem}.ipynb"
        self.__names = vars(sys.modules["__main__"])

    def __getattr__(self, name: str) -> object:
        if name not in self.__names:
            raise AttributeError(f"{self.__where} has not defined {name}; run its cell first")
        return self.__names[name]
