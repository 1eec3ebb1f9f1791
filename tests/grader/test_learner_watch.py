"""`grader watch`: what is saved is checked, however it was saved and whatever is in it."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support import hand_in

from grader.course import Course
from grader.learner import progress, runner
from grader.learner.saved import Saves, touched
from grader.learner.shown import Style
from grader.learner.watch import KEYS, watch

SQUARE = "class Square(nn.Module):\n    def forward(self, x):\n        {body}"
Step = tuple[Callable[[], object] | str, str]


def answered(course: Course, unit: str, answers: dict[str, str]) -> dict[str, bytes]:
    """The files of a unit that is solved but for these answers."""
    folder = hand_in(course, "me", unit, answers)
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    shutil.rmtree(folder)
    return files


def shapes(course: Course, body: str) -> str:
    files = answered(course, "02_shapes", {"square": SQUARE.format(body=body)})
    return files["shapes.py"].decode()


@pytest.fixture
def drive(tiny: Course, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs `watch` and does step after step; gives all that was printed.

    A step is a key or something to do, and the text that is then waited for.
    """

    def run(*steps: Step, seconds: float = 90) -> str:
        printed, awaited = "", "[n next"
        left = list(steps)
        end = time.monotonic() + seconds

        def learner(wait: float) -> str:
            nonlocal printed, awaited
            time.sleep(min(wait, 0.02))
            printed += capsys.readouterr().out
            assert time.monotonic() < end, f"waited in vain for {awaited!r} in:\n{printed}"
            if awaited not in printed.rsplit("\f", 1)[-1]:
                return ""
            if not left:
                return "q"
            printed += "\f"
            action, awaited = left.pop(0)
            if isinstance(action, str):
                return action
            action()
            return ""

        assert watch(tiny, Style(), learner) == 0
        return printed.replace("\f", "")

    return run


def test_every_way_of_saving_is_seen(tiny: Course, drive: Callable[..., str]) -> None:
    path = tiny.root / "exercises/02_shapes/shapes.py"

    def in_place() -> None:
        path.write_text(shapes(tiny, "return x + 2"))

    def by_renaming() -> None:
        path.with_suffix(".tmp").write_text(shapes(tiny, "return x * x"))
        os.replace(path.with_suffix(".tmp"), path)

    printed = drive((in_place, "Square()(3) is 5; expected 9."), (by_renaming, "passed  of three"))
    assert "shapes.py: square" in printed
    assert "square is solved. Done." in printed
    assert progress.read(tiny)[0].done("square")


def test_a_notebook_saved_by_jupyter_is_seen(tiny: Course, drive: Callable[..., str]) -> None:
    path = tiny.root / "exercises/01_numbers/numbers.ipynb"
    files = answered(tiny, "01_numbers", {"total": "def total(x):\n    return x.sum() + 1"})

    def as_jupyter_does() -> None:
        """JupyterLab writes a temporary file, with outputs and counts, and renames it."""
        notebook = json.loads(files["numbers.ipynb"])
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell["execution_count"] = 1
        whole = json.dumps(notebook, indent=1)
        (path.parent / ".~numbers.ipynb").write_text(whole)
        os.replace(path.parent / ".~numbers.ipynb", path)

    printed = drive((as_jupyter_does, KEYS))
    assert "passed  double" in printed
    assert "total of three ones is 4; expected 3." in printed


def test_mistakes_of_every_kind_are_survived(
    tiny: Course, drive: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "seconds_for", lambda unit: 1.0)
    path = tiny.root / "exercises/02_shapes/shapes.py"

    def save(text: str) -> Callable[[], object]:
        return lambda: path.write_text(text)

    printed = drive(
        (save("class Square(:\n"), "SyntaxError"),
        (save(shapes(tiny, "while True: pass")), "did not come to an end within 1 seconds"),
        (save(shapes(tiny, "import os; os.abort()")), "ended Python itself"),
        (save("while True: pass\n"), "did not come to an end within 1 seconds"),
        (save(""), "defines no Square"),
        (save(shapes(tiny, "return x * x")), "passed  of three"),
    )
    assert "--> class Square(:" in printed and "Traceback" not in printed


def test_a_save_during_a_run_starts_it_anew(tiny: Course, drive: Callable[..., str]) -> None:
    path = tiny.root / "exercises/02_shapes/shapes.py"

    def loop() -> None:
        path.write_text(shapes(tiny, "while True: pass"))

    def mend() -> None:
        path.write_text(shapes(tiny, "return x * x"))

    began = time.monotonic()
    drive((loop, "shapes.py: square"), (mend, "passed  of three"))
    assert time.monotonic() - began < 80


def test_keys(tiny: Course, drive: Callable[..., str]) -> None:
    printed = drive(
        ("n", "you write double"),
        ("h", "double, hint 1 of 3"),
        ("h", "double, hint 2 of 3"),
        ("l", "0 of 9 points"),
        ("r", "to do  double"),
        ("?", ""),
    )
    assert "rerun: double" in printed


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are not of Windows")
def test_keys_in_a_terminal_need_no_enter(tiny: Course) -> None:
    import pexpect

    grader = Path(sys.executable).parent / "grader"
    with pexpect.spawn(str(grader), ["watch"], cwd=str(tiny.root), timeout=60) as terminal:
        terminal.expect("q quit")
        terminal.send("l")
        terminal.expect("0 of 9 points")
        terminal.send("q")
        terminal.expect(pexpect.EOF)
    assert terminal.exitstatus == 0


def test_watch_without_a_terminal_still_watches(tiny: Course) -> None:
    """Such as in an editor's output panel: there are no keys."""
    from grader.learner.keys import keys

    with keys() as reader:
        assert reader(0.0) == ""


# ------------------------------------------------------------------ what a save touches


def test_a_changed_cell_touches_itself_and_what_uses_it(tiny: Course) -> None:
    unit = tiny.unit("01_numbers")
    before = {"": "import torch", "double": "a", "total": "b"}
    assert touched(unit, before, before) == ()
    assert touched(unit, before, before | {"total": "c"}) == ("total",)
    uses = before | {"double": "def twice(x): pass", "total": "return twice(x)"}
    assert touched(unit, uses, uses | {"double": "def twice(x): return x"}) == ("double", "total")
    assert touched(unit, uses, uses | {"double": "def other(x): pass"}) == ("double", "total")
    assert touched(unit, before, before | {"": "import math"}) == ("double", "total")
    assert touched(unit, before, None) == ("double", "total")


def test_half_a_file_is_not_looked_at(tiny: Course) -> None:
    saves = Saves(tiny)
    path = tiny.root / "exercises/02_shapes/shapes.py"
    text = shapes(tiny, "return x * x")
    path.write_text("")
    assert saves.look() == []
    path.write_text(text)
    assert saves.look() == []
    assert [save.exercises for save in saves.look()] == [("square",)]
    assert saves.look() == []


def test_a_change_of_prose_or_of_another_file_is_none(tiny: Course) -> None:
    saves = Saves(tiny)
    path = tiny.root / "exercises/02_shapes/shapes.py"
    path.write_text(path.read_text().replace("## 1. Square", "## 1. My square"))
    (path.parent / "notes.txt").write_text("x")
    assert [saves.look() for _ in range(3)] == [[], [], []]


def test_changed_checks_touch_the_whole_unit(tiny: Course) -> None:
    saves = Saves(tiny)
    path = tiny.root / "exercises/01_numbers/test_numbers.py"
    path.write_text(path.read_text() + "\n")
    saves.look()
    assert [save.exercises for save in saves.look()] == [("double", "total")]


def test_a_file_that_is_away_for_a_moment_is_waited_for(tiny: Course) -> None:
    saves = Saves(tiny)
    path = tiny.root / "exercises/02_shapes/shapes.py"
    path.unlink()
    assert [saves.look() for _ in range(3)] == [[], [], []]
    path.write_text(shapes(tiny, "return x * x"))
    saves.look()
    assert [save.name for save in saves.look()] == ["shapes.py"]


def test_a_worker_gets_warm_with_what_the_file_imports(tmp_path: Path) -> None:
    from grader.learner.worker import _imported_by

    module, notebook = tmp_path / "shapes.py", tmp_path / "numbers.ipynb"
    module.write_text("import torch\nfrom torch.nn import functional as F\nimport_this = 1\n")
    cell = {"source": ["import numpy as np\n", "import numbers"]}
    notebook.write_text(json.dumps({"cells": [cell]}, indent=1))
    assert _imported_by(module) == ["torch", "torch.nn"]
    assert _imported_by(notebook) == ["numpy"]
    assert _imported_by(tmp_path / "missing.py") == []
