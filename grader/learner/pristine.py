"""The files that learners edit, as they were given out.

A release carries a copy of each under `.grader/release/`, and a manifest with the SHA-256 of all
its files. In a checkout with solutions/, the build gives the same.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

from grader.course import STATE, Course, Unit
from grader.errors import Mistake
from grader.learner import cells, route

FOLDER = f"{STATE}/release"
MANIFEST = f"{FOLDER}/manifest.json"
VERSION = 1


def edited_files(course: Course) -> list[str]:
    """The files that learners write in, as seen from the course's folder."""
    names = []
    for unit in course.units:
        names.append(f"exercises/{unit.name}/{unit.stem}.ipynb")
        if unit.form == "module":
            names.append(f"exercises/{unit.name}/{unit.stem}.py")
    return names


def with_originals(course: Course, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """A release's files, and beside them the originals and the manifest."""
    hashes = {name: digest(content) for name, content in files.items()}
    manifest = json.dumps({"version": VERSION, "files": hashes}, indent=1, sort_keys=True) + "\n"
    kept = {f"{FOLDER}/{name}": files[name] for name in edited_files(course)}
    return {**files, **kept, MANIFEST: manifest.encode()}


def original(course: Course, name: str) -> str:
    """A file as it was given out.

    Raises:
        Mistake: where its copy is missing.
    """
    if (course.root / "solutions").is_dir():
        from grader.build import built_files

        content = built_files(course).get(course.root / name)
    else:
        path = course.root / FOLDER / name
        content = path.read_bytes() if path.is_file() else None
    if content is None:
        raise Mistake(
            f"{FOLDER}/{name} is missing, the copy of what was given out; unpack the release again"
        )
    return content.decode("utf-8")


def stubs(course: Course, unit: Unit) -> int:
    """How many stubs a unit was given out with: one for each solution region of its source.

    Raises:
        Mistake: where there is neither a source nor a copy of what was given out.
    """
    source = course.solution(unit) / f"{unit.stem}.py"
    if source.is_file():
        from grader.source import BEGIN

        return source.read_text(encoding="utf-8").count(BEGIN)
    return original(course, route.edited_file(course, unit.exercises[0])).count(cells.UNWRITTEN)


def read_manifest(text: str | bytes) -> dict[str, str]:
    """The SHA-256 of each file of a release.

    Raises:
        Mistake: where it is damaged, or of a format that this program does not know.
    """
    try:
        manifest = json.loads(text)
        if manifest["version"] != VERSION:
            raise ValueError
        return {str(name): str(value) for name, value in manifest["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Mistake(f"{MANIFEST} is damaged, or of another version of the program") from None


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def back_up(course: Course, names: list[str]) -> str:
    """Copy files into a dated folder, and give its name.

    Raises:
        Mistake: where they cannot be copied; then nothing may be written over.
    """
    stamp = time.strftime("%Y-%m-%d-%H%M%S")
    folder, number = f"{STATE}/backups/{stamp}", 1
    while (course.root / folder).exists():
        number += 1
        folder = f"{STATE}/backups/{stamp}-{number}"
    try:
        for name in names:
            target = course.root / folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(course.root / name, target)
    except OSError as error:
        raise Mistake(
            f"nothing is changed: your work cannot be backed up to {folder} ({error.strerror})"
        ) from None
    return folder


def read_text(path: Path, name: str) -> str:
    """A learner's file.

    Raises:
        Mistake: where it is no UTF-8 text or cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Mistake(f"{name} is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise Mistake(f"{name} cannot be read ({error.strerror})") from None
