"""`grader update`: a new release comes in, and what the learner wrote stays."""

from __future__ import annotations

import ast
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import click

from grader.course import FILE, Course, load
from grader.errors import Mistake
from grader.files import write_atomically
from grader.learner import cells, jupyter, merge, pristine, progress
from grader.learner.pristine import FOLDER, MANIFEST, digest
from grader.learner.shown import style_for

BESIDE = ".new"
"""what the name of a new file ends in that is put beside the learner's"""


@dataclass
class Plan:
    """What an update writes, and what it has to say."""

    write: dict[str, bytes] = field(default_factory=dict)
    remove: list[str] = field(default_factory=list)
    back_up: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """exercises that hold what the learner wrote"""
    changed: list[str] = field(default_factory=list)
    """sentences on statements and checks"""
    conflicts: list[str] = field(default_factory=list)
    recheck: list[str] = field(default_factory=list)
    """exercises whose checks are others now"""


def update(course: Course, path: Path) -> int:
    """Bring a release in, and say what changed."""
    style = style_for()
    files = read_release(path)
    plan = plan_for(course, files)
    if _bytes(course.root / MANIFEST) == files[MANIFEST] and not plan.write:
        click.echo("Nothing new: you have this release already.")
        return 0
    jupyter.not_open(course, plan.write)
    kept = _carry_out(course, plan, files)
    count = len([name for name in plan.write if not name.endswith(BESIDE)])
    click.echo(f"{count} files are new or changed.")
    if plan.kept:
        click.echo(style.wrapped(f"Your answers stay: {', '.join(plan.kept)}"))
    for line in [*plan.changed, *(f"CONFLICT {line}" for line in plan.conflicts)]:
        click.echo(style.wrapped(line))
    if plan.recheck:
        click.echo("Run `grader check` on the units whose checks have changed.")
    if kept:
        click.echo(f"Your files as they were before are in {kept}")
    if any(name.endswith(".ipynb") for name in plan.write):
        click.echo("Notebooks open in an editor: reload them from disk there, before you save.")
    if any(name.startswith("grader/") or name == "constraints.txt" for name in plan.write):
        click.echo("The program is new, too: pip install -c constraints.txt .")
    return 1 if plan.conflicts else 0


def read_release(path: Path) -> dict[str, bytes]:
    """The files of a release, a folder or a .zip, by name.

    Raises:
        Mistake: where it is none, or damaged.
    """
    if path.is_dir():
        files = _folder(path)
    elif zipfile.is_zipfile(path):
        files = _zip(path)
    else:
        raise Mistake(f"{path}: neither a folder nor a .zip file; give the release's path")
    if FILE not in files or MANIFEST not in files:
        raise Mistake(f"{path} is no release of a course: {FILE} or {MANIFEST} is not in it")
    for name, value in pristine.read_manifest(files[MANIFEST]).items():
        if name not in files or digest(files[name]) != value:
            raise Mistake(f"{path}: {name} is missing or damaged; get the release again")
    return files


def _folder(path: Path) -> dict[str, bytes]:
    manifest = path / MANIFEST
    if not manifest.is_file():
        return {}
    listed = pristine.read_manifest(manifest.read_bytes())
    names = [*listed, MANIFEST, *(f"{FOLDER}/{name}" for name in listed)]
    return {name: (path / name).read_bytes() for name in names if (path / name).is_file()}


def _zip(path: Path) -> dict[str, bytes]:
    """The archive's files, without the folder that they all are in."""
    try:
        with zipfile.ZipFile(path) as archive:
            content = {
                entry.filename: archive.read(entry)
                for entry in archive.infolist()
                if not entry.is_dir()
            }
    except (zipfile.BadZipFile, OSError, RuntimeError):
        raise Mistake(f"{path} is a damaged .zip file; get the release again") from None
    tops = [name.removesuffix(FILE) for name in content if name.rpartition("/")[2] == FILE]
    top = min(tops, key=len, default="")
    files = {
        name.removeprefix(top): data for name, data in content.items() if name[: len(top)] == top
    }
    for name in files:
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts or "\\" in name or ":" in name:
            raise Mistake(f"{path}: {name} would be written outside of the course's folder")
    return files


def plan_for(course: Course, files: Mapping[str, bytes]) -> Plan:
    """What it takes to get from what is here to this release."""
    given = _given(course)
    new = _course_of(files)
    if not {unit.name for unit in course.units} & {unit.name for unit in new.units}:
        raise Mistake(f'this is a release of another course: "{new.title}"')
    plan = Plan()
    edited = set(pristine.edited_files(new))
    for name in pristine.read_manifest(files[MANIFEST]):
        here = _bytes(course.root / name)
        if here == files[name]:
            continue
        if here is None:
            plan.write[name] = files[name]
        elif name in edited:
            _merge(course, plan, name, here, files[name])
        elif digest(here) == given.get(name):
            plan.write[name] = files[name]
        else:
            _beside(plan, name, files[name])
    for name, value in given.items():
        gone = name not in files and name not in pristine.edited_files(course)
        here = _bytes(course.root / name)
        if gone and here is not None and digest(here) == value:
            plan.remove.append(name)
    _say_what_changed(course, new, files, plan)
    plan.kept = list(dict.fromkeys(plan.kept))
    return plan


def _given(course: Course) -> dict[str, str]:
    path = course.root / MANIFEST
    if not path.is_file():
        raise Mistake(
            f"{MANIFEST} is missing here, so nobody can tell your work from what was given out; "
            "unpack the release elsewhere and copy your files into it"
        )
    return pristine.read_manifest(path.read_bytes())


def _course_of(files: Mapping[str, bytes]) -> Course:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        path.write_bytes(files[FILE])
        return load(path)


def _merge(course: Course, plan: Plan, name: str, here: bytes, new: bytes) -> None:
    """A file that learners write in."""
    kept = _bytes(course.root / FOLDER / name)
    try:
        if kept is None:
            raise merge.Conflict
        mine = here.decode("utf-8").replace("\r\n", "\n")
        merged = merge.merge(name, kept.decode(), mine, new.decode())
    except (merge.Conflict, UnicodeDecodeError, Mistake):
        return _beside(plan, name, new)
    plan.kept += merged.kept
    if merged.text.encode() != here:
        plan.write[name] = merged.text.encode()
        plan.back_up.append(name)
    for exercise in merged.stubs_changed:
        plan.write[name + BESIDE] = new
        plan.conflicts.append(
            f"{exercise}: its stub is another one now; yours is kept in {name}, the new one "
            f"stands in {name}{BESIDE}"
        )


def _beside(plan: Plan, name: str, new: bytes) -> None:
    plan.write[name + BESIDE] = new
    plan.conflicts.append(
        f"{name}: you have changed it, and so has the release; yours is left as it is, the new "
        f"one stands beside it as {name}{BESIDE}"
    )


def _say_what_changed(course: Course, new: Course, files: Mapping[str, bytes], plan: Plan) -> None:
    """A line for each unit and kind of change."""
    known = {unit.name: {exercise.name for exercise in unit.exercises} for unit in course.units}
    for unit in new.units:
        if unit.name not in known:
            plan.changed.append(f"New unit: {unit.name}")
            continue
        suffix = ".py" if unit.form == "module" else ".ipynb"
        name = f"exercises/{unit.name}/{unit.stem}{suffix}"
        old = _statements(name, _bytes(course.root / FOLDER / name))
        now = _statements(name, files[name])
        checks = f"exercises/{unit.name}/test_{unit.stem}.py"
        old_checks, now_checks = _checks(_bytes(course.root / checks)), _checks(files[checks])
        names = [exercise.name for exercise in unit.exercises]
        there = [name for name in names if name in known[unit.name]]
        recheck = [name for name in there if old_checks.get(name) != now_checks.get(name)]
        for what, found in (
            ("new exercises", [name for name in names if name not in there]),
            ("changed statements", [name for name in there if old.get(name) != now.get(name)]),
            ("changed checks", recheck),
        ):
            if found:
                plan.changed.append(f"{unit.name}, {what}: {', '.join(found)}")
        plan.recheck += recheck


def _statements(name: str, content: bytes | None) -> dict[str, str]:
    """Of each exercise, the text that stands between it and the exercise before."""
    found, text = {}, ""
    for cell in cells.of_file(name, content.decode()) if content else []:
        if cell.exercise:
            found[cell.exercise], text = text, ""
        elif cell.text.startswith("# %% [markdown]") or (
            cell.raw is not None and cell.raw["cell_type"] == "markdown"
        ):
            text += cell.text.strip() + "\n"
    return found


def _checks(content: bytes | None) -> dict[str, list[str]]:
    """Of each exercise, its visible checks as text."""
    found: dict[str, list[str]] = {}
    try:
        tree = ast.parse(content or b"")
    except SyntaxError:
        return {}
    for node in tree.body:
        for decorator in getattr(node, "decorator_list", []):
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith(
                ".exercise"
            ):
                found.setdefault(ast.literal_eval(decorator.args[0]), []).append(ast.unparse(node))
    return found


def _carry_out(course: Course, plan: Plan, files: Mapping[str, bytes]) -> str:
    """Write it all; the manifest last, so that an update that was stopped can be done again."""
    kept = pristine.back_up(course, plan.back_up) if plan.back_up else ""
    originals = {name: files[name] for name in files if name.startswith(f"{FOLDER}/")}
    manifest = originals.pop(MANIFEST)
    try:
        for name, content in {**plan.write, **originals, MANIFEST: manifest}.items():
            write_atomically(course.root / name, content)
        for name in plan.remove:
            (course.root / name).unlink()
    except OSError as error:
        raise Mistake(
            f"{error.filename} cannot be written ({error.strerror}); mend that and update again"
        ) from None
    known, _ = progress.read(course)
    for exercise in plan.recheck:
        known = known.without(exercise)
    progress.write(course, known)
    return kept


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Mistake(f"{path} cannot be read ({error.strerror})") from None
