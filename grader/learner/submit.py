"""`grader submit`: looks whether a unit can be graded, and packs what nbgrader collects."""

from __future__ import annotations

import io
import subprocess
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from grader.course import Course, Unit
from grader.errors import Mistake
from grader.files import write_atomically
from grader.learner import cells, commands, jupyter, pristine
from grader.learner.shown import Style

MAX_FILE = 10 << 20
"""what grading takes of one file"""
MOST_SECONDS = 60
"""for one cell of the notebook"""
LEFT_OUT = ("__pycache__", ".ipynb_checkpoints")


@dataclass(frozen=True)
class Finding:
    """Something that was noticed."""

    text: str
    bad: bool = True
    """whether it costs points that the learner may not expect to lose"""


def submit(course: Course, name: str | None, style: Style, anyway: bool) -> int:
    """Look, say what was found, and pack."""
    unit = course.unit(name) if name else _only_unit(course)
    click.echo(f"Running {unit.stem}.ipynb from top to bottom …")
    findings = list(examine(course, unit))
    for finding in findings:
        mark = style.paint("BAD ", "red") if finding.bad else "note"
        click.echo(style.wrapped(f"{mark}  {finding.text}"))
    if any(finding.bad for finding in findings) and not anyway:
        click.echo(f"\nNothing is packed. Mend it, or `grader submit {unit.name} --anyway`.")
        return 1
    path, count = pack(course, unit)
    name = path.relative_to(course.root).as_posix()
    click.echo(f"\nPacked {count} files of exercises/{unit.name} into {style.strong(name)}")
    click.echo("Upload that file, or what is in it, where your instructor collects the unit.")
    return 0


def _only_unit(course: Course) -> Unit:
    begun = [unit for unit in course.units if commands.is_begun(course, unit)]
    if len(begun) == 1:
        return begun[0]
    names = ", ".join(unit.name for unit in begun or course.units)
    raise Mistake(f"which unit? `grader submit UNIT`, with one of {names}")


def examine(course: Course, unit: Unit) -> Iterator[Finding]:
    """What would surprise at grading: it does not open, it does not run, something is missing.

    Raises:
        Mistake: where a file is missing or is not what it should be.
    """
    folder = course.released(unit)
    notebook = f"{unit.stem}.ipynb"
    written = f"{unit.stem}.py" if unit.form == "module" else notebook
    for name in dict.fromkeys((notebook, written)):
        where = (folder / name).relative_to(course.root).as_posix()
        if not (folder / name).is_file():
            raise Mistake(f"{where} is missing; `grader reset {unit.exercises[0].name}` brings it")
        cells.of_file(name, pristine.read_text(folder / name, where))
    text = pristine.read_text(folder / written, written)
    there = {cell.exercise: cell.text for cell in cells.of_file(written, text)}
    for exercise in unit.exercises:
        if exercise.name not in there:
            yield Finding(
                f"{written}: the cell of {exercise.name} is gone; "
                f"`grader reset {exercise.name}` brings it back"
            )
    to_do = [e.name for e in unit.exercises if cells.UNWRITTEN in there.get(e.name, "")]
    if to_do:
        yield Finding(f"to do: {', '.join(to_do)}", bad=False)
    if jupyter.is_open(folder / notebook):
        yield Finding(f"{notebook} is open in Jupyter: what is not saved is not in it", bad=False)
    yield from _too_large(folder)
    yield from _run(folder / notebook, unit)


def _too_large(folder: Path) -> Iterator[Finding]:
    for path in _files(folder):
        if path.stat().st_size > MAX_FILE:
            yield Finding(f"{path.name} is larger than {MAX_FILE >> 20} MB and is not graded")


def _run(path: Path, unit: Unit) -> Iterator[Finding]:
    """Run the notebook from top to bottom, as `Restart Kernel and Run All Cells` would."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    try:
        notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
        nbformat.validate(notebook)
    except Exception as error:  # nbformat raises what its parsers raise
        reason = str(error).splitlines()[0]
        raise Mistake(f"{path.name} is not a valid notebook ({reason}); save it again") from None
    seconds = int(min(unit.limits.seconds, MOST_SECONDS))
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=seconds,
        allow_errors=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute(stderr=subprocess.DEVNULL)  # its own warnings are nothing to a learner
    except CellTimeoutError:
        yield Finding(f"{path.name}: a cell runs longer than {seconds} seconds")
    except DeadKernelError:
        yield Finding(f"{path.name}: Python died while it ran")
    except Exception as error:
        raise Mistake(f"the notebook's kernel does not start ({error}); `grader doctor`") from None
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output["output_type"] != "error" or output["ename"] == "KeyboardInterrupt":
                continue  # an interrupt is ours, after a cell that ran too long
            if not output["evalue"].endswith(cells.UNWRITTEN):
                tried = "try" in cell["metadata"].get("tags", [])
                yield Finding(_raised(path.name, number, output), bad=not tried)


def _raised(name: str, number: int, output: Any) -> str:
    return f"{name}, cell {number} raises {output['ename']}: {output['evalue']}"[:300]


def pack(course: Course, unit: Unit) -> tuple[Path, int]:
    """Write submit/<unit>-<time>.zip, which holds the folder <unit>/; gives it and how many files.

    Raises:
        Mistake: where it cannot be written.
    """
    folder = course.released(unit)
    path = course.root / "submit" / time.strftime(f"{unit.name}-%Y-%m-%d-%H%M%S.zip")
    content = io.BytesIO()
    files = list(_files(folder))
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            name = f"{unit.name}/{file.relative_to(folder).as_posix()}"
            archive.writestr(name, file.read_bytes())
    try:
        write_atomically(path, content.getvalue())
    except OSError as error:
        raise Mistake(f"{path} cannot be written ({error.strerror})") from None
    return path, len(files)


def _files(folder: Path) -> Iterator[Path]:
    """What is handed in: all but caches and hidden files."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(p in LEFT_OUT or p.startswith(".") for p in parts):
            yield path
