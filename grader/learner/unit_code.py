"""Loads what a learner has written so far: a module, or the cells of a notebook."""

from __future__ import annotations

import json
import linecache
import types
from pathlib import Path
from typing import Any

from grader.course import Unit
from grader.errors import Mistake
from grader.torchvision_operators import mend_on_import


class UnitCode(types.ModuleType):
    """The learner's names. A missing one raises what kept it from being defined, where known."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        trouble = self.__dict__.get("__trouble__")
        if trouble is not None:
            raise trouble
        raise AttributeError(f"{self.__dict__['__where__']} defines no {name}")


class _NoShell:
    """Stands for the IPython shell, whose magics do not matter to what is checked."""

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments, **keywords: None


def load(unit: Unit, folder: Path) -> UnitCode:
    """The learner's code of a unit.

    What their code raises while it is loaded is raised again when a name is asked for that is
    missing because of it.

    Raises:
        Mistake: where the file is missing or cannot be read at all.
    """
    mend_on_import()
    suffix = ".py" if unit.form == "module" else ".ipynb"
    path = folder / f"{unit.stem}{suffix}"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Mistake(f"{path} is missing; `grader reset` gives you a fresh one") from None
    except (OSError, UnicodeDecodeError) as error:
        raise Mistake(f"{path} cannot be read: {error}") from None
    code = UnitCode(unit.stem)
    code.__dict__["__where__"] = path.name
    code.__dict__["get_ipython"] = _NoShell
    if unit.form == "module":
        _run(code, text, str(path))
    else:
        for cell_id, source in _cells(text, path):
            _run(code, source, f"{path.name}, cell {cell_id}")
    return code


def _run(code: UnitCode, source: str, place: str) -> None:
    # So that a traceback can show the line of what is in no file of that name.
    linecache.cache[place] = (len(source), None, source.splitlines(keepends=True), place)
    try:
        exec(compile(source, place, "exec", dont_inherit=True), code.__dict__)
    except Exception as error:
        code.__dict__.setdefault("__trouble__", error)
    except SystemExit:
        message = f"{place} ends Python with exit(); take that line out"
        code.__dict__.setdefault("__trouble__", RuntimeError(message))


def _cells(text: str, path: Path) -> list[tuple[str, str]]:
    """The code cells that define something: not the checks, not those for trying out."""
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        cells = json.loads(text)["cells"]
        found = []
        for cell in cells:
            tags = cell["metadata"].get("tags", [])
            grade = cell["metadata"].get("nbgrader", {}).get("grade", False)
            if cell["cell_type"] == "code" and not grade and "try" not in tags:
                source = "".join(cell["source"])
                if source.startswith("from grader.learner import check"):
                    continue
                found.append((cell.get("id", "?"), TransformerManager().transform_cell(source)))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Mistake(f"{path} is not a whole notebook; save it from Jupyter again") from None
    return found
