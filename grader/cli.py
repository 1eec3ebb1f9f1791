"""`grader`: one thin command a verb. Nothing heavy is imported before it is needed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader import __version__
from grader.errors import Mistake

if TYPE_CHECKING:
    from grader.course import Course


class _Group(click.Group):
    """Prints what a person can mend as one line, without a traceback."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except Mistake as error:
            click.echo(f"grader: {error}", err=True)
            context.exit(2)
        except KeyboardInterrupt:
            click.echo("\ngrader: stopped", err=True)
            context.exit(130)
        except BrokenPipeError:
            context.exit(141)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option(
    "--course",
    "folder",
    type=click.Path(path_type=Path),
    help="The course's folder; by default the one you are in.",
)
@click.pass_context
def main(context: click.Context, folder: Path | None) -> None:
    """A PyTorch course kit: exercises that check themselves, and grading that cannot be forged."""
    context.obj = folder


def _course(context: click.Context) -> Course:
    from grader.course import find

    folder = context.find_root().obj
    if folder is not None and not folder.is_dir():
        raise Mistake(f"--course {folder}: there is no such folder")
    return find(folder)


@main.command()
@click.option("--check", is_flag=True, help="Write nothing; fail where exercises/ has drifted.")
@click.pass_context
def build(context: click.Context, check: bool) -> None:
    """Build exercises/ from solutions/ (instructors).

    \b
    grader build
    grader build --check
    """
    from grader import build as builder

    course = _course(context)
    if check:
        lines = builder.drift(course)
        for line in lines:
            click.echo(line)
        context.exit(1 if lines else 0)
    changed = builder.build(course)
    for path in changed:
        click.echo(f"wrote {path.relative_to(course.root).as_posix()}")
    if not changed:
        click.echo("exercises/ is up to date")


@main.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.pass_context
def release(context: click.Context, path: Path) -> None:
    """Pack what learners get into a new folder or a .zip (instructors).

    \b
    grader release pytorch-course.zip
    """
    from grader.release import release as pack

    names = pack(_course(context), path)
    click.echo(f"wrote {len(names)} files to {path}")


@main.command()
@click.argument("units", nargs=-1)
@click.option("--student", "students", multiple=True, help="Only this student; may be repeated.")
@click.option("--jobs", type=click.IntRange(1), help="How many at a time; by default, the cores.")
@click.option("--force", is_flag=True, help="Run everything again, also what has not changed.")
@click.option("--unsafe", is_flag=True, help="Grade without a sandbox; every report will say so.")
@click.option("--cluster", help="Grade on a Dask cluster: its scheduler's address.")
@click.pass_context
def autograde(
    context: click.Context,
    units: tuple[str, ...],
    students: tuple[str, ...],
    jobs: int | None,
    force: bool,
    unsafe: bool,
    cluster: str | None,
) -> None:
    """Grade what lies in submitted/<student>/<unit>/ (instructors).

    \b
    grader autograde                          every unit, every student
    grader autograde 03_blocks --student ada
    grader autograde --cluster tcp://10.0.0.1:8786
    """
    from grader.grade_class import grade_class

    course = _course(context)
    chosen = [course.unit(name) for name in units]
    how: Any = {"jobs": jobs, "force": force, "unsafe": unsafe, "cluster": cluster}
    context.exit(grade_class(course, chosen, students, **how))


@main.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=Path("demo"),
    show_default=True,
    help="Where the sample course folder is made.",
)
@click.pass_context
def demo(context: click.Context, folder: Path) -> None:
    """Grade a sample class whose true scores are known (instructors).

    \b
    grader demo
    """
    from grader.demo import differences, grade_with_nbgrader, make_class

    course, expected = make_class(_course(context), folder.resolve())
    students = len({entry.student for entry in expected})
    click.echo(f"{len(expected)} submissions of {students} students in {folder}/submitted")
    click.echo("nbgrader autograde, then nbgrader generate_feedback …")
    grade_with_nbgrader(course)
    good = 0
    for entry, score, same in differences(course, expected):
        good += same
        verdict = "as known" if same else f"NOT as known: {entry.total:g}"
        most = sum(exercise.points for exercise in entry.unit.exercises)
        click.echo(f"{entry.unit.name:15} {entry.student:10} {score:6g}/{most:g}  {verdict}")
    click.echo(f"\n{good} of {len(expected)} scores as known.")
    click.echo(f"Gradebook: {folder}/gradebook.db   Feedback: {folder}/feedback/<student>/<unit>/")
    context.exit(0 if good == len(expected) else 1)


@main.command()
@click.pass_context
def doctor(context: click.Context) -> None:
    """Look at what this machine has, and say how to mend what is missing.

    \b
    grader doctor
    """
    from grader.doctor import examine, lines, usable

    findings = examine(context.find_root().obj)
    for line in lines(findings):
        click.echo(line)
    context.exit(0 if usable(findings) else 1)


def _plain(command: Any) -> Any:
    """The option that learners' commands share."""
    return click.option(
        "--plain", is_flag=True, help="Words only: no colour, signs or bars. For screen readers."
    )(command)


def _style(plain: bool) -> Any:
    from grader.learner.shown import style_for

    return style_for(plain=plain)


@main.command()
@click.argument("name", required=False, metavar="[UNIT|EXERCISE]")
@_plain
@click.pass_context
def check(context: click.Context, name: str | None, plain: bool) -> None:
    """Check what you have written: everything, a unit, or one exercise.

    \b
    grader check
    grader check 03_blocks
    grader check my_sequential
    """
    from grader.learner import commands

    context.exit(commands.check(_course(context), name, _style(plain)))


@main.command()
@_plain
@click.pass_context
def watch(context: click.Context, plain: bool) -> None:
    """Check what you save, at once. Keys: n next, h hint, l list, r rerun, q quit.

    \b
    grader watch
    """
    from grader.learner.keys import keys
    from grader.learner.watch import watch as run

    course, style = _course(context), _style(plain)
    with keys() as reader:
        context.exit(run(course, style, reader))


@main.command("next")
@_plain
@click.pass_context
def next_(context: click.Context, plain: bool) -> None:
    """Say which exercise comes next, and in which file and line you write it.

    \b
    grader next
    """
    from grader.learner import commands

    context.exit(commands.next_exercise(_course(context), _style(plain)))


@main.command()
@click.argument("exercise", required=False)
@_plain
@click.pass_context
def hint(context: click.Context, exercise: str | None, plain: bool) -> None:
    """Give one more hint for an exercise; by default, for the next one.

    \b
    grader hint my_sequential
    """
    from grader.learner import commands

    context.exit(commands.hint(_course(context), exercise, _style(plain)))


@main.command()
@_plain
@click.pass_context
def progress(context: click.Context, plain: bool) -> None:
    """Show how far you are: each unit, points by the visible checks, minutes left.

    \b
    grader progress
    """
    from grader.learner import commands

    context.exit(commands.show_progress(_course(context), _style(plain)))


@main.command()
@click.argument("exercise")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def reset(context: click.Context, exercise: str, yes: bool) -> None:
    """Put one exercise back to its stub; what you had is kept in a dated backup.

    \b
    grader reset my_sequential
    """
    from grader.learner.reset import reset as put_back

    context.exit(put_back(_course(context), exercise, yes))


@main.command()
@click.argument("release", type=click.Path(path_type=Path))
@click.pass_context
def update(context: click.Context, release: Path) -> None:
    """Bring a new release into your folder; what you have written stays.

    \b
    grader update ~/Downloads/pytorch-course.zip
    """
    from grader.learner.update import update as bring_in

    context.exit(bring_in(_course(context), release))


@main.command()
@click.argument("unit", required=False)
@click.option("--anyway", is_flag=True, help="Pack it even where something is bad.")
@_plain
@click.pass_context
def submit(context: click.Context, unit: str | None, anyway: bool, plain: bool) -> None:
    """See whether a unit opens, runs and is whole, and pack it to be handed in.

    \b
    grader submit 03_blocks
    """
    from grader.learner.submit import submit as hand_in

    context.exit(hand_in(_course(context), unit, _style(plain), anyway))


if __name__ == "__main__":
    sys.exit(main())
