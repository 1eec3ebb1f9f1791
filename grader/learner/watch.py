"""`grader watch`: on every save, the checks that it touches, from a worker that is warm already."""

from __future__ import annotations

import time

import click

from grader.course import Course, Exercise, Unit
from grader.errors import Mistake
from grader.learner import commands, progress, route
from grader.learner.checks import PASSED
from grader.learner.keys import Reader
from grader.learner.runner import Job, Worker
from grader.learner.saved import Saves
from grader.learner.shown import Style

LOOK_SECONDS = 0.03
KEYS = "n next, h hint, l list, r rerun, q quit"


class _Watch:
    """What is going on: the checks that run, the spare worker, the exercise at hand."""

    def __init__(self, course: Course, style: Style) -> None:
        self.course, self.style = course, style
        self.spare: Worker | None = None
        self.job: Job | None = None
        self.at_hand: Exercise | None = None
        self.last: tuple[Unit, tuple[str, ...]] | None = None
        self.warm()

    def warm(self) -> None:
        """Have a worker ready for what will probably be saved next."""
        if self.spare is None:
            exercise = self.exercise() or self.course.exercises[-1]
            self.spare = Worker(str(self.course.root / route.edited_file(self.course, exercise)))

    def take(self) -> Worker:
        worker, self.spare = self.spare or Worker(), None
        return worker

    def start(self, unit: Unit, exercises: tuple[str, ...]) -> None:
        """Run checks; what is still running of the same unit is run again along with them."""
        if self.job is not None:
            self.job.stop()
            if self.job.unit == unit:
                both = {*exercises, *self.job.exercises}
                exercises = tuple(e.name for e in unit.exercises if e.name in both)
            self.job = None
        self.last = unit, exercises
        self.job = Job(self.course, unit, exercises, self.take)

    def verdict(self) -> None:
        """Say how the checks went, and have the next worker get warm."""
        job, self.job = self.job, None
        if job is None:
            return
        if job.trouble:
            click.echo(self.style.wrapped(job.trouble))
        else:
            commands.show(self.style, job.outcomes)
            commands.note(self.course, job.outcomes, self.style)
            open_ones = [o.exercise for o in job.outcomes if o.status != PASSED]
            self.at_hand = self.course.exercise(open_ones[0]) if open_ones else None
            if not open_ones:
                click.echo("")
                commands.next_exercise(self.course, self.style)
        self.prompt()
        self.warm()

    def exercise(self) -> Exercise | None:
        """The one that was last checked and is not done, else the next."""
        return self.at_hand or route.next_exercise(self.course, progress.read(self.course)[0])

    def key(self, key: str) -> bool:
        """Do what a key stands for; False for the one that ends it all."""
        if key == "r":
            self.rerun()
        elif key in ("n", "h", "l"):
            click.echo("")
            try:
                self.tell(key)
            except Mistake as error:
                click.echo(str(error))
            self.prompt()
        return key != "q"

    def tell(self, key: str) -> None:
        exercise = self.exercise()
        if key == "n":
            commands.next_exercise(self.course, self.style)
        elif key == "h":
            commands.hint(self.course, exercise.name if exercise else None, self.style)
        else:
            commands.show_progress(self.course, self.style)

    def rerun(self) -> None:
        exercise = self.exercise()
        if self.last is None and exercise is not None:
            self.last = self.course.unit(exercise.unit), (exercise.name,)
        if self.last is not None:
            self.rule(f"rerun: {_some(self.last[1])}")
            self.start(*self.last)

    def rule(self, text: str) -> None:
        line = "─" if self.style.signs else "-"
        click.echo("")
        click.echo(self.style.strong(f"{line * 3} {time.strftime('%H:%M:%S')}  {text}"))

    def prompt(self) -> None:
        click.echo("")
        click.echo(self.style.paint(f"[{KEYS}]", "bright_black"))

    def close(self) -> None:
        if self.job is not None:
            self.job.stop()
        if self.spare is not None:
            self.spare.kill()


def watch(course: Course, style: Style, keys: Reader) -> int:
    """Check what is saved until `q` or Ctrl-C."""
    saves = Saves(course)
    state = _Watch(course, style)
    try:
        click.echo("Save a file, and its checks run.")
        commands.next_exercise(course, style)
        state.prompt()
        while state.key(keys(0 if state.job else LOOK_SECONDS)):
            for save in saves.look():
                state.rule(f"{save.name}: {_some(save.exercises)}")
                state.start(save.unit, save.exercises)
            if state.job and state.job.wait(LOOK_SECONDS):
                state.verdict()
    except KeyboardInterrupt:
        click.echo("")
    finally:
        state.close()
    return 0


def _some(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown
