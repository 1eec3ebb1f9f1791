"""Hints: of every exercise a few, from the idea to near-code, and a line for who has solved it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grader.course import Course, Exercise
from grader.errors import Mistake
from grader.learner.progress import Progress

NUMBERED = re.compile(r"^\d+\.\s+(?P<text>.+)$")
AFTER = "After:"


@dataclass(frozen=True)
class Hints:
    """What can be told about an exercise."""

    steps: tuple[str, ...] = ()
    """each says a little more than the one before"""
    after: str = ""
    """for who has solved it: what to notice, another way, what to read next"""


def of_exercise(course: Course, exercise: Exercise) -> Hints:
    """The hints of an exercise; none where the unit's file says nothing of it.

    Raises:
        Mistake: where the unit's hints.md is missing.
    """
    path = course.released(course.unit(exercise.unit)) / "hints.md"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Mistake(
            f"{path.relative_to(course.root).as_posix()} is missing or cannot be read; "
            "get the course's files again"
        ) from None
    return parse(text).get(exercise.name, Hints())


def for_solved(
    course: Course, known: Progress, exercises: Iterable[str]
) -> tuple[Progress, dict[str, str]]:
    """What to tell of those of the exercises that are solved, once each."""
    told = {}
    for name in exercises:
        if known.done(name) and not known.exercises[name].told:
            known = known.with_told(name)
            try:
                text = of_exercise(course, course.exercise(name)).after
            except Mistake:  # what was checked is of more weight than this line
                continue
            if text:
                told[name] = f"{name} is solved. {text[0].upper()}{text[1:]}"
    return known, told


def parse(text: str) -> Mapping[str, Hints]:
    """hints.md: a section `## name` for each exercise, numbered lines, and one `After: …`."""
    found: dict[str, Hints] = {}
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        name, *lines = section.splitlines()
        steps = [match["text"] for line in lines if (match := NUMBERED.match(line))]
        after = [line.removeprefix(AFTER).strip() for line in lines if line.startswith(AFTER)]
        found[name.strip()] = Hints(tuple(steps), after[0] if after else "")
    return found
