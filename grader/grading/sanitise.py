"""Turns what was handed in into what is run: files that may go along, cells put right.

Everything that is put right is said in `repairs`, in sentences for the learner.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import packages_distributions
from typing import Any

from grader.grading.collect import Raw
from grader.grading.kit import Kit

# Files that would change how Python or pytest starts, not what the learner's code does.
STARTERS = {
    "conftest.py",
    "pytest.ini",
    "tox.ini",
    "setup.cfg",
    "pyproject.toml",
    "sitecustomize.py",
    "usercustomize.py",
}
MAX_CELLS = 1000
MAX_CELL = 200_000


@dataclass(frozen=True)
class Prepared:
    """A submission that is ready to run."""

    files: Mapping[str, bytes]
    """what lies beside the code in the sandbox"""
    cells: tuple[tuple[str, str], ...]
    """of a notebook unit: (cell id, source) of the cells that define something, in order"""
    tries: tuple[tuple[str, str], ...]
    """the same of the cells for trying out, which are run after everything was judged"""
    notebook: dict[str, Any]
    """the notebook with the release's locked cells and the learner's own work"""
    text: str
    """all the learner's code, for tests that read the source"""
    repairs: tuple[str, ...] = ()
    refused: str = ""
    """why nothing can be run, in a sentence"""


def prepare(kit: Kit, raw: Raw) -> Prepared:
    """Sanitise a submission. Never raises for anything that a learner can hand in."""
    repairs = list(raw.left_out)
    release = json.loads(kit.notebook)
    stem = kit.unit.stem
    files = _allowed(raw.files, kit, repairs)
    submitted, trouble = _read_notebook(raw.files.get(f"{stem}.ipynb"), kit, release)
    notebook = _restored(release, submitted, kit, repairs) if submitted else release
    refused = raw.refused
    if not refused and kit.unit.form == "notebook":
        refused = trouble or ("" if submitted else _missing(f"{stem}.ipynb", raw.files))
    if not refused and kit.unit.form == "module":
        if trouble:
            repairs.append(f"{trouble}; only {stem}.py was graded")
        if f"{stem}.py" not in files:
            refused = _missing(f"{stem}.py", raw.files)
    if kit.unit.form == "notebook":
        cells = tuple(_runnable(notebook, tries=False))
        tries = tuple(_runnable(notebook, tries=True))
        text = "\n\n".join(_as_python(source) for _, source in cells)
    else:
        cells = tries = ()
        text, refused = _module_text(files.get(f"{stem}.py", b""), f"{stem}.py", refused)
    if refused:
        return Prepared({}, (), (), release, "", tuple(repairs), refused)
    return Prepared(files, cells, tries, notebook, text, tuple(repairs))


def _missing(name: str, files: Mapping[str, bytes]) -> str:
    others = sorted(other for other in files if other.endswith(name[name.rindex(".") :]))
    instead = f"; there is {', '.join(others[:3])}" if others else ""
    return f"{name} is missing{instead}. Hand in {name} under exactly this name"


def _module_text(content: bytes, name: str, refused: str) -> tuple[str, str]:
    if refused:
        return "", refused
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return "", f"{name} is not UTF-8 text. Save it as UTF-8 and hand it in again"


# --------------------------------------------------------------------------------- files


def _allowed(files: Mapping[str, bytes], kit: Kit, repairs: list[str]) -> dict[str, bytes]:
    """The files that may lie beside the code."""
    allowed = {}
    for name, content in files.items():
        top, _, rest = name.partition("/")
        leaf = name.rsplit("/", 1)[-1]
        if leaf.endswith(".ipynb"):
            continue  # a notebook's cells are run from what was restored, not from the file
        if leaf in STARTERS or leaf.endswith(".pth"):
            repairs.append(f"{name} was left out: it would change how Python starts")
        elif top == "data":
            repairs.append(f"{name} was left out: data comes with the course")
        elif _shadows(top if rest else leaf, kit):
            repairs.append(f"{name} was left out: it hides a library of the same name")
        else:
            allowed[name] = content
    return allowed


def _shadows(name: str, kit: Kit) -> bool:
    module = name.split(".")[0]
    return module != kit.unit.stem and module in _libraries()


@cache
def _libraries() -> frozenset[str]:
    return frozenset(sys.stdlib_module_names) | frozenset(packages_distributions())


# ------------------------------------------------------------------------------ notebooks


def _read_notebook(
    content: bytes | None, kit: Kit, release: dict[str, Any]
) -> tuple[dict[str, Any] | None, str]:
    """The notebook that was handed in, or what is wrong with it."""
    if content is None:
        return None, ""
    name = f"{kit.unit.stem}.ipynb"
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None, f"{name} is not UTF-8 text"
    except (ValueError, RecursionError):
        return None, f"{name} is no notebook, or was cut short: it is not valid JSON"
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or not all(map(_is_cell, cells)):
        return None, f"{name} is not a notebook of format 4. Save it from Jupyter again"
    if len(cells) > MAX_CELLS:
        return None, f"{name} has more than {MAX_CELLS} cells"
    names = _names(release)
    answers = {i for i, cell in names.items() if _role(cell) == "exercise"}
    checks = {i for i, cell in names.items() if _role(cell) == "check"}
    if not any(_known(cell, names) in answers | checks for cell in cells):
        return None, f"{name} is not the notebook of {kit.unit.name}: it has none of its cells"
    return notebook, ""


def _is_cell(cell: Any) -> bool:
    if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
        return False
    source = cell.get("source")
    if isinstance(source, list):
        return all(isinstance(line, str) for line in source)
    return isinstance(source, str)


def _text(cell: Mapping[str, Any]) -> str:
    source = cell["source"]
    return ("".join(source) if isinstance(source, list) else source)[:MAX_CELL]


def _names(release: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {cell["id"]: cell for cell in release["cells"]}


def _role(cell: Mapping[str, Any]) -> str:
    """What a released cell is: "exercise", "check", "try" or "locked"."""
    nbgrader = cell["metadata"].get("nbgrader")
    if nbgrader is None:
        return "try"
    if nbgrader["solution"]:
        return "exercise"
    return "check" if nbgrader["grade"] else "locked"


def _known(cell: Mapping[str, Any], names: Mapping[str, dict[str, Any]]) -> str:
    """The id of the released cell that a handed-in cell is, or ""."""
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    if isinstance(grade_id, str) and grade_id.replace("_", "-") in names:
        return grade_id.replace("_", "-")
    cell_id = cell.get("id")
    return cell_id if isinstance(cell_id, str) and cell_id in names else ""


def _restored(
    release: dict[str, Any], submitted: Mapping[str, Any], kit: Kit, repairs: list[str]
) -> dict[str, Any]:
    """The release's notebook with the learner's answers and own cells in their places."""
    names = _names(release)
    theirs: dict[str, Mapping[str, Any]] = {}
    own_after: dict[str, list[Mapping[str, Any]]] = {}
    place = ""
    for cell in submitted["cells"]:
        known = _known(cell, names)
        if known and known not in theirs:
            theirs[known] = cell
            place = known
        elif known and _role(names[known]) in ("check", "locked"):
            repairs.append(f"the cell {known} stood twice; the copy was left out")
        else:
            if known and _role(names[known]) == "exercise":
                repairs.append(f"the cell {known} stood twice; the copy runs as a cell of yours")
            own_after.setdefault(place, []).append(cell)
    cells = [_own(cell, number) for number, cell in enumerate(own_after.get("", []))]
    for cell in release["cells"]:
        cells.append(_put_right(cell, theirs.get(cell["id"]), repairs))
        for number, own in enumerate(own_after.get(cell["id"], [])):
            cells.append(_own(own, number, cell["id"]))
    return {**release, "cells": cells}


def _put_right(
    released: dict[str, Any], theirs: Mapping[str, Any] | None, repairs: list[str]
) -> dict[str, Any]:
    role, name = _role(released), released["id"]
    if theirs is None:
        if role in ("exercise", "check"):
            repairs.append(f"the cell {name} was missing and was put back as it was given out")
        return released
    if role in ("exercise", "try"):
        if theirs["cell_type"] != "code":
            if role == "exercise":
                repairs.append(f"the cell {name} was not code any more; it is read as code")
            else:
                return released
        return {**released, "source": _text(theirs).splitlines(keepends=True)}
    if _text(theirs).strip() != "".join(released["source"]).strip():
        repairs.append(f"the locked cell {name} had been changed and was put back")
    return released


def _own(cell: Mapping[str, Any], number: int, after: str = "top") -> dict[str, Any]:
    """A cell that the learner added: its source alone, nothing else of it."""
    text = _text(cell)
    code = cell["cell_type"] == "code"
    if not code:
        text = _literal(text)
    own: dict[str, Any] = {
        "cell_type": "code" if code else "markdown",
        "id": f"own-{number}-{after}"[:64],
        "metadata": {},
        "source": text.splitlines(keepends=True),
    }
    return own | ({"execution_count": None, "outputs": []} if code else {})


def _literal(text: str) -> str:
    """Prose as a block of code: others read it, and no HTML, link or formula in it comes alive."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _runnable(notebook: Mapping[str, Any], *, tries: bool) -> list[tuple[str, str]]:
    return [
        (cell["id"], "".join(cell["source"]))
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
        and _role(cell) != "check"
        and cell["id"] != "prelude"
        and tries == ("try" in cell["metadata"].get("tags", []))
    ]


def _as_python(source: str) -> str:
    """A cell as Python text, magics and all; "" where it is none, and so does not run."""
    from IPython.core.inputtransformer2 import TransformerManager

    lines = source.splitlines(keepends=True)
    while lines and lines[0].lstrip().startswith("%%"):
        lines = lines[1:]  # a cell magic: what is under it runs
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            python = TransformerManager().transform_cell("".join(lines))
            ast.parse(python)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    return python


# ----------------------------------------------------------------------------- not started


def not_started(kit: Kit, text: str, exercise: str) -> bool:
    """Whether everything that the exercise's stub defines stands there as it was given out."""
    unit = kit.unit
    given = _given(kit.notebook if unit.form == "notebook" else kit.module, unit.form, exercise)
    there = _there(text)
    return bool(given) and all(there.get(name) == code for name, code in given.items())


@lru_cache(maxsize=1000)
def _given(released: str, form: str, exercise: str) -> dict[str, list[str]]:
    """What an exercise's stub defines."""
    if form == "notebook":
        cell_id = f"{exercise}-answer".replace("_", "-")
        return _definitions("".join(_names(json.loads(released))[cell_id]["source"]))
    _, _, rest = released.partition(f'# %% exercise="{exercise}"\n')
    return _definitions(rest.split("\n# %%")[0])


@lru_cache(maxsize=1)  # one submission's exercises come one after the other
def _there(text: str) -> dict[str, list[str]]:
    return _definitions(text)


def _definitions(text: str) -> dict[str, list[str]]:
    """What stands under each top-level name, however it is laid out."""
    found: dict[str, list[str]] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                found.setdefault(node.name, []).append(ast.dump(node))
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        found.setdefault(target.id, []).append(ast.dump(node))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    return found
