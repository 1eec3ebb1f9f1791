"""Packs what learners get, and refuses where anything of ours is in it.

A release is a folder or a zip: exercises, the data that they use, course.toml, the grader
package and a README; and, for `grader reset` and `grader update`, another copy of what learners
write in, with a manifest. The same course gives the same bytes.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from grader import source as sources
from grader.build import built_files, drift
from grader.course import FILE, STATE, Course
from grader.errors import Mistake
from grader.learner.pristine import with_originals

PACKAGE = Path(__file__).parent
# The earliest time that a zip can hold: the archive must not depend on when it was made.
LONG_AGO = (1980, 1, 1, 0, 0, 0)
TELLING = 24  # a shorter line of code says nothing that a learner could not guess


class ReleaseError(Mistake):
    """A release that must not be given out, or cannot be written."""


def release(course: Course, path: Path) -> list[str]:
    """Write a release to a new folder, or to a file that ends in .zip; gives the files' names.

    Raises:
        ReleaseError: where exercises/ has drifted from its sources, the place is taken, or text of
            a solution, a hidden test, a kept answer or a secret is found in the files.
    """
    drifted = drift(course)
    if drifted:
        raise ReleaseError(drifted[0])
    files = release_files(course)
    found = leaks(course, files)
    if found:
        raise ReleaseError(f"refused: {found[0]}")
    if path.exists():
        raise ReleaseError(f"{path} exists already; choose another place, or move it away")
    try:
        if path.suffix == ".zip":
            _write_zip(path, files)
        else:
            for name, content in files.items():
                target = path / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
    except OSError as error:
        raise ReleaseError(f"{path} cannot be written ({error.strerror})") from None
    return list(files)


def _write_zip(path: Path, files: Mapping[str, bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(f"course/{name}", LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)


def release_files(course: Course) -> dict[str, bytes]:
    """Every file of the release by name, in the order in which it is written."""
    paths = {path.relative_to(course.root).as_posix(): path for path in built_files(course)}
    for folder in sorted({folder for unit in course.units for folder in unit.data}):
        for path in (course.root / "data" / folder).rglob("*"):
            if path.is_file():
                paths[path.relative_to(course.root).as_posix()] = path
    for path in [*(course.root / "data").glob("README.md"), *course.root.glob("data/licences/*")]:
        paths[path.relative_to(course.root).as_posix()] = path
    for path in PACKAGE.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            paths[path.relative_to(PACKAGE.parent).as_posix()] = path
    for name in ("pyproject.toml", "constraints.txt", "LICENSE"):
        path = PACKAGE.parent / name
        if path.is_file():
            paths[name] = path
    paths[FILE] = course.root / FILE
    files = {name: path.read_bytes() for name, path in paths.items()}
    files["README.md"] = (PACKAGE / "learner" / "README.md").read_bytes()
    # So that pytest takes this folder for its root, and no conftest of ours is looked for.
    files["pytest.ini"] = b"[pytest]\naddopts = --import-mode=importlib\ntestpaths = exercises\n"
    return dict(sorted(with_originals(course, files).items()))


# ------------------------------------------------------------------------------------ leaks


def leaks(course: Course, files: Mapping[str, bytes]) -> list[str]:
    """A sentence for each file of the release that holds something of ours."""
    secret = course.root / STATE / "secret"
    key = secret.read_bytes() if secret.is_file() else None
    telling = telling_lines(course)
    found = []
    for name, content in files.items():
        if key and (key in content or key.hex().encode() in content):
            found.append(f"{name} holds the course's secret")
        if name.startswith("grader/"):
            continue  # the program itself, the same for every course
        for line in _lines(name, content):
            if line in telling:
                found.append(f"{name} holds a line of {telling[line]}: {line!r}")
                break
    return found


def telling_lines(course: Course) -> dict[str, str]:
    """Lines that no learner may get, and where each comes from.

    Of solution regions, hidden tests and kept answers: the lines of some length that do not stand
    in what is public anyway. What is public is read from the sources, not from what was built.
    """
    public, telling = set(), {}
    for unit in course.units:
        folder = course.solution(unit)
        source = (folder / f"{unit.stem}.py").read_text(encoding="utf-8")
        public |= set(_outside_regions(source))
        for name in (f"test_{unit.stem}.py", "hints.md"):
            public |= _stripped((folder / name).read_text(encoding="utf-8"))
        cells = sources.read(folder / f"{unit.stem}.py")
        for line in sources.solution_lines(cells):
            telling[line.strip()] = f"the solution of {unit.name}"
    tests = course.root / "tests"
    for kind in ("hidden", "wrong", "right"):
        for path in sorted((tests / kind).rglob("*.py")):
            where = path.relative_to(course.root).as_posix()
            for line in _stripped(path.read_text(encoding="utf-8")):
                telling.setdefault(line, where)
    for path in PACKAGE.rglob("*.py"):
        public |= _stripped(path.read_text(encoding="utf-8"))
    return {
        line: where
        for line, where in telling.items()
        if len(line) >= TELLING and line not in public and not line.startswith("#")
    }


def _outside_regions(source: str) -> Iterator[str]:
    inside = False
    for line in source.splitlines():
        if line.strip() == sources.BEGIN:
            inside = True
        elif line.strip() == sources.END:
            inside = False
        elif not inside:
            yield line.strip()
            yield line.removeprefix("# ").strip()


def _stripped(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines()}


def _lines(name: str, content: bytes) -> Iterator[str]:
    """The lines of a file; of a notebook, those of every text in it, outputs and all."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return
    texts = [text]
    if name.endswith(".ipynb"):
        texts += _strings(json.loads(text))
    for part in texts:
        for line in part.splitlines():
            yield line.strip()
            yield line.strip().lstrip("# ")


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _strings(key)
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)
