"""Hidden tests as pytest items, made from their source and not from files.

The judge holds hidden tests as text (it may be on a machine that has no copy of them), an author
has them as files; both go through `HiddenModule`. A unit's tests may share a `common.py`, which
they import by that name.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

COMMON = "common"


class HiddenModule(pytest.Module):
    """A module of hidden tests, compiled from text.

    It is never put in `sys.modules`: cloudpickle then sends its probes by value.
    """

    text: str
    common: str | None

    def _getobj(self) -> Any:
        return compile_tests(self.path.stem, self.text, self.common, str(self.path))


def compile_tests(name: str, text: str, common: str | None, path: str) -> types.ModuleType:
    """Run the text of a test module, with the unit's `common` importable, if it has one."""
    module = types.ModuleType(name)
    module.__file__ = path
    with _importable(common):
        exec(compile(text, path, "exec", dont_inherit=True), module.__dict__)
    return module


@contextmanager
def _importable(common: str | None) -> Iterator[None]:
    if common is None:
        yield
        return
    module = types.ModuleType(COMMON)
    sys.modules[COMMON] = module
    try:
        exec(compile(common, f"{COMMON}.py", "exec", dont_inherit=True), module.__dict__)
        yield
    finally:
        # Out again at once: the next unit has a `common` of its own, and what is not in
        # sys.modules is pickled by value.
        del sys.modules[COMMON]


def hidden_module(parent: pytest.Collector, path: Path, text: str, common: str | None) -> Any:
    """A collector of the tests in `text`; `path` need not exist."""
    module = HiddenModule.from_parent(parent, path=path)
    module.text, module.common = text, common
    return module


def texts_of(folder: Path) -> Mapping[str, str]:
    """The files of a unit's hidden tests, by name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))}
