"""`grader check`, `next`, `hint` and `progress`: what is printed, and the exit status."""

from __future__ import annotations

from collections.abc import Sequence

import click

from grader.course import Course, CourseError, Exercise, Unit
from grader.errors import Mistake
from grader.learner import cells, hints, pristine, progress, route, shown
from grader.learner.checks import FAILED, PASSED, TO_DO, Outcome
from grader.learner.progress import Progress
from grader.learner.shown import Style


def target(course: Course, name: str) -> tuple[Unit, tuple[Exercise, ...]]:
    """The unit, or the one exercise, of that name.

    Raises:
        CourseError: naming the nearest exercise or unit, where there is neither.
    """
    for unit in course.units:
        if name in (unit.name, unit.stem, unit.name.split("_")[0]):
            return unit, unit.exercises
    try:
        exercise = course.exercise(name)
    except CourseError as error:
        if "did you mean" in str(error):
            raise
        raise CourseError(
            f'there is no exercise or unit "{name}"; `grader progress` lists them'
        ) from None
    return course.unit(exercise.unit), (exercise,)


def check(course: Course, name: str | None, style: Style) -> int:
    """Run checks and say how they went; 1 where one failed, 0 where all passed or are to do."""
    chosen = [target(course, name)] if name else [(unit, unit.exercises) for unit in course.units]
    worst = 0
    for unit, exercises in chosen:
        if not name and not is_begun(course, unit):
            click.echo(f"{style.status(TO_DO)}  {unit.name}")
            continue
        if len(chosen) > 1:
            click.echo(style.strong(unit.name))
        worst = max(worst, _check_unit(course, unit, exercises, style))
    return worst


def is_begun(course: Course, unit: Unit) -> bool:
    """Whether anything was written in a unit: some stub is gone, or the file cannot be read."""
    name = route.edited_file(course, unit.exercises[0])
    try:
        now = cells.of_file(name, pristine.read_text(course.root / name, name))
        stubs = sum(cell.text.count(cells.UNWRITTEN) for cell in now)  # outputs may quote them
        return stubs != pristine.stubs(course, unit)
    except Mistake:
        return True


def _check_unit(course: Course, unit: Unit, exercises: Sequence[Exercise], style: Style) -> int:
    from grader.learner import runner

    job = runner.run(course, unit, [exercise.name for exercise in exercises])
    if job.trouble:
        raise Mistake(job.trouble)
    show(style, job.outcomes)
    note(course, job.outcomes, style)
    return 1 if any(outcome.status == FAILED for outcome in job.outcomes) else 0


def show(style: Style, outcomes: Sequence[Outcome]) -> None:
    """Print how checks went: those of one exercise check by check, of more in a line each."""
    one = len({outcome.exercise for outcome in outcomes}) == 1
    lines = shown.exercise_lines if one else shown.unit_lines
    for line in lines(style, outcomes):
        click.echo(line)


def note(course: Course, outcomes: Sequence[Outcome], style: Style) -> Progress:
    """Keep how checks went; tell who has just solved an exercise what to notice."""
    before, word = progress.read(course)
    if word:
        click.echo(word, err=True)
    names = list(dict.fromkeys(outcome.exercise for outcome in outcomes))
    after = before.with_outcomes(outcomes)
    fresh = [name for name in names if after.done(name) and not before.done(name)]
    if len(fresh) > 1:
        click.echo("")
        solved = f"Solved: {', '.join(fresh)}. `grader check {fresh[0]}` says what to notice there."
        click.echo(style.wrapped(solved))
    else:
        after, told = hints.for_solved(course, after, names if len(names) == 1 else fresh)
        for text in told.values():
            click.echo("")
            click.echo(style.wrapped(text))
    try:
        progress.write(course, after)
    except Mistake as error:
        click.echo(f"grader: {error}", err=True)
    return after


def next_exercise(course: Course, style: Style) -> int:
    """Say which exercise comes next, and where it is written."""
    known = _progress(course)
    exercise = route.next_exercise(course, known)
    if exercise is None:
        click.echo("Every exercise is solved by its visible checks. `grader submit` packs a unit.")
        return 0
    unit = course.unit(exercise.unit)
    click.echo(
        f"{style.strong(exercise.name)}: you write {exercise.object} "
        f"({exercise.points:g} points, about {_minutes(exercise.minutes)})"
    )
    click.echo(f"  write   {route.place(course, exercise)}")
    click.echo(f"  read    exercises/{unit.name}/{unit.stem}.ipynb")
    click.echo(f"  check   grader check {exercise.name}")
    return 0


def hint(course: Course, name: str | None, style: Style) -> int:
    """Give one more hint, and say how many are left."""
    known = _progress(course)
    exercise = course.exercise(name) if name else route.next_exercise(course, known)
    if exercise is None:
        click.echo("Every exercise is solved; name one to read its hints again.")
        return 0
    steps = hints.of_exercise(course, exercise).steps
    if not steps:
        raise Mistake(f"there are no hints for {exercise.name}")
    read = min(known.hints.get(exercise.name, 0) + 1, len(steps))
    click.echo(style.strong(f"{exercise.name}, hint {read} of {len(steps)}"))
    click.echo(style.wrapped(steps[read - 1]))
    left = len(steps) - read
    if left:
        click.echo(f"\n{left} more: `grader hint {exercise.name}`")
    else:
        click.echo("\nThat was the last one.")
    try:
        progress.write(course, known.with_hint(exercise.name, read))
    except Mistake as error:
        click.echo(f"grader: {error}", err=True)
    return 0


def show_progress(course: Course, style: Style) -> int:
    """Units as bars, with points by the visible checks and the minutes that are left."""
    known = _progress(course)
    width = max(len(unit.name) for unit in course.units)
    cells = max(5, min(20, style.width - width - 34))
    points = minutes = 0.0
    for unit in course.units:
        reached = sum(known.points(exercise) for exercise in unit.exercises)
        left = sum(entry.minutes for entry in unit.exercises if not known.done(entry.name))
        bar = style.bar(reached / unit.points, cells)
        click.echo(
            f"{unit.name:{width}}  {bar}{'  ' if bar else ''}{_points(reached, unit.points)}"
            f"{f', {_minutes(left)} left' if left else ', all checks pass'}"
        )
        for exercise in unit.exercises:
            if _begun(known, unit):
                click.echo(f"  {style.status(_status(known, exercise))}  {exercise.name}")
        points, minutes = points + reached, minutes + left
    total = sum(unit.points for unit in course.units)
    click.echo(f"\n{_points(points, total)} by the visible checks; about {_minutes(minutes)} left")
    return 0


def _begun(known: Progress, unit: Unit) -> bool:
    marks = [known.exercises.get(exercise.name) for exercise in unit.exercises]
    done = all(mark is not None and mark.done for mark in marks)
    return not done and any(mark is not None and mark.begun for mark in marks)


def _status(known: Progress, exercise: Exercise) -> str:
    mark = known.exercises.get(exercise.name)
    if mark is None or not mark.begun:
        return TO_DO
    return PASSED if mark.done else FAILED


def _points(reached: float, total: float) -> str:
    return f"{round(reached, 1):g} of {total:g} points"


def _minutes(minutes: float) -> str:
    if minutes < 90:
        return "1 minute" if minutes == 1 else f"{minutes:g} minutes"
    return f"{round(minutes / 30) / 2:g} hours"


def _progress(course: Course) -> Progress:
    known, word = progress.read(course)
    if word:
        click.echo(f"grader: {word}", err=True)
    return known
