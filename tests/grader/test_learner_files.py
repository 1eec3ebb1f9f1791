"""A learner's files: reset one exercise, bring a new release in; no work is ever lost."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support import copy_tiny

from grader.build import build
from grader.cli import main
from grader.course import STATE, Course, load
from grader.learner import cells, progress
from grader.learner.progress import Mark, Progress
from grader.release import release

MINE = "\n    def forward(self, x):\n        return x * x  # mine\n"
STUB = '\n    def forward(self, x):\n        raise NotImplementedError("square: write this part")\n'
SHAPES = "exercises/02_shapes/shapes.py"
NUMBERS = "exercises/01_numbers/numbers.ipynb"


def grader(course: Course, *arguments: str, answer: str = "") -> Result:
    return CliRunner().invoke(main, ["--course", str(course.root), *arguments], input=answer)


def edit(course: Course, name: str, old: str, new: str) -> None:
    path = course.root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def kept(course: Course, name: str) -> str:
    """The one backup of a file."""
    (path,) = (course.root / STATE / "backups").glob(f"*/{name}")
    return path.read_text(encoding="utf-8")


def solve_square(course: Course) -> None:
    edit(course, SHAPES, STUB, MINE)


def solve_double(course: Course) -> None:
    stub = r"raise NotImplementedError(\"double: write this part\")"
    edit(course, NUMBERS, stub, "return x + x  # mine")


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release, as a folder."""
    folder = tmp_path_factory.mktemp("release")
    release(copy_tiny(folder / "source"), folder / "given")
    return folder / "given"


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release after it: another statement, check, prelude and exercise."""
    folder = tmp_path_factory.mktemp("release")
    course = copy_tiny(folder / "source")
    edit(course, "solutions/02_shapes/shapes.py", "# ## 1. Square", "# ## 1. The square")
    edit(course, "solutions/02_shapes/test_shapes.py", "tensor(3.0)", "tensor(-3.0)")
    edit(course, "solutions/01_numbers/numbers.py", '"""Twice the tensor x."""', '"""Twice x."""')
    edit(course, "course.toml", "minutes = 5", "minutes = 7")
    build(load(course.root / "course.toml"))
    release(load(course.root / "course.toml"), folder / "given")
    return folder / "given"


@pytest.fixture
def learner(given: Path, tmp_path: Path) -> Course:
    """What a learner has unpacked."""
    shutil.copytree(given, tmp_path / "mine", ignore=shutil.ignore_patterns("devices", "sandbox"))
    return load(tmp_path / "mine" / "course.toml")


# ------------------------------------------------------------------------------- reset


def test_reset_asks_keeps_a_dated_backup_and_says_where(learner: Course) -> None:
    original = (learner.root / SHAPES).read_bytes()
    solve_square(learner)
    progress.write(learner, Progress({"square": Mark(1, 1)}))
    no = grader(learner, "reset", "square", answer="n\n")
    assert no.exit_code == 1 and "# mine" in (learner.root / SHAPES).read_text()
    yes = grader(learner, "reset", "square", answer="y\n")
    assert yes.exit_code == 0 and "A backup is kept" in yes.output
    assert (learner.root / SHAPES).read_bytes() == original
    assert "# mine" in kept(learner, SHAPES)
    assert f"what you had is in {STATE}/backups/20" in yes.output
    assert not progress.read(learner)[0].done("square")


def test_reset_in_a_notebook_touches_one_cell(learner: Course) -> None:
    solve_double(learner)
    edit(learner, NUMBERS, r"print(\"tried:\"", r"print(\"I tried:\"")
    result = grader(learner, "reset", "double", "--yes")
    text = (learner.root / NUMBERS).read_text(encoding="utf-8")
    assert "# mine" not in text and "double: write this part" in text and "I tried:" in text
    assert "# mine" in kept(learner, NUMBERS)
    assert "reload it from disk" in result.output.lower()


def test_reset_leaves_the_rest_of_a_module_as_it_is(learner: Course) -> None:
    solve_square(learner)
    edit(learner, SHAPES, "from torch import nn", "import math\nfrom torch import nn")
    path = learner.root / SHAPES
    path.write_text(path.read_text() + "\n\n# %%\nPI = math.pi")
    grader(learner, "reset", "square", "--yes")
    text = path.read_text()
    assert "import math" in text and text.endswith("PI = math.pi") and "# mine" not in text


def test_reset_brings_back_a_cell_or_a_file_that_is_gone(learner: Course) -> None:
    path = learner.root / SHAPES
    original = path.read_text()
    path.write_text(original.split('# %% exercise="square"')[0])
    assert grader(learner, "reset", "square", "--yes").exit_code == 0
    assert path.read_text() == original
    path.unlink()
    assert grader(learner, "reset", "square").exit_code == 0
    assert path.read_text() == original


def test_reset_puts_a_broken_notebook_back_as_a_whole(learner: Course) -> None:
    original = (learner.root / NUMBERS).read_bytes()
    (learner.root / NUMBERS).write_text('{"cells": [')
    result = grader(learner, "reset", "double", "--yes")
    assert f"all of {NUMBERS} is as it was given out" in result.output
    assert (learner.root / NUMBERS).read_bytes() == original


def test_nothing_to_reset_is_no_question(learner: Course) -> None:
    result = grader(learner, "reset", "square")
    assert result.exit_code == 0 and "nothing to reset" in result.output


def test_reset_works_in_a_checkout(tiny: Course) -> None:
    solve_square(tiny)
    assert grader(tiny, "reset", "square", "--yes").exit_code == 0
    assert "square: write this part" in (tiny.root / SHAPES).read_text()


def test_reset_without_a_backup_changes_nothing(learner: Course) -> None:
    solve_square(learner)
    (learner.root / STATE / "backups").write_text("in the way")
    result = grader(learner, "reset", "square", "--yes")
    assert result.exit_code == 2 and "nothing is changed" in result.output
    assert "# mine" in (learner.root / SHAPES).read_text()


def test_reset_names_what_is_wrong(learner: Course) -> None:
    assert 'did you mean "square"?' in grader(learner, "reset", "sqare").output
    shutil.rmtree(learner.root / STATE)
    result = grader(learner, "reset", "square")
    assert result.exit_code == 2 and "unpack the release again" in result.output


# ------------------------------------------------------------------------------ update


def test_update_brings_in_what_is_new_and_keeps_the_work(learner: Course, newer: Path) -> None:
    solve_square(learner)
    edit(learner, SHAPES, "from torch import nn", "import math\nfrom torch import nn")
    progress.write(learner, Progress({"square": Mark(1, 1), "double": Mark(1, 1)}))
    result = grader(learner, "update", str(newer))
    assert result.exit_code == 0, result.output
    text = (learner.root / SHAPES).read_text()
    assert "# ## 1. The square" in text and "# mine" in text and "import math" in text
    assert "tensor(-3.0)" in (learner.root / "exercises/02_shapes/test_shapes.py").read_text()
    assert load(learner.root / "course.toml").exercise("square").minutes == 7
    assert "Your answers stay: square" in result.output
    assert "02_shapes, changed statements: square\n" in result.output
    assert "02_shapes, changed checks: square\n" in result.output
    assert "double" not in result.output and "New unit" not in result.output
    assert "# ## 1. Square" in kept(learner, SHAPES)
    known, _ = progress.read(learner)
    assert not known.done("square") and known.done("double")
    assert "Nothing new" in grader(learner, "update", str(newer)).output


def test_an_untouched_stub_becomes_the_new_stub(learner: Course, newer: Path) -> None:
    assert grader(learner, "update", str(newer)).exit_code == 0
    assert (learner.root / NUMBERS).read_bytes() == (newer / NUMBERS).read_bytes()
    assert (learner.root / SHAPES).read_bytes() == (newer / SHAPES).read_bytes()


def test_a_new_unit_is_one_line(learner: Course, newer: Path) -> None:
    text = (learner.root / "course.toml").read_text()
    first = text[: text.index('[[unit]]\nname = "02_shapes"')]
    (learner.root / "course.toml").write_text(first)
    shutil.rmtree(learner.root / "exercises/02_shapes")
    manifest = learner.root / STATE / "release/manifest.json"
    listed = json.loads(manifest.read_text())
    files = listed["files"]
    listed["files"] = {name: files[name] for name in files if "02_shapes" not in name}
    listed["files"]["course.toml"] = hashlib.sha256(first.encode()).hexdigest()
    manifest.write_text(json.dumps(listed))
    result = grader(load(learner.root / "course.toml"), "update", str(newer))
    assert result.exit_code == 0 and "New unit: 02_shapes\n" in result.output
    assert (learner.root / SHAPES).is_file()


def test_update_reminds_of_notebooks_that_are_open(learner: Course, newer: Path) -> None:
    assert "reload them from disk" in grader(learner, "update", str(newer)).output


def test_an_answer_whose_stub_changed_is_kept_and_the_new_one_put_beside(
    learner: Course, newer: Path
) -> None:
    solve_double(learner)
    result = grader(learner, "update", str(newer))
    assert result.exit_code == 1 and "CONFLICT double: its stub is another one now" in result.output
    assert "# mine" in (learner.root / NUMBERS).read_text()
    beside = learner.root / f"{NUMBERS}.new"
    assert beside.read_bytes() == (newer / NUMBERS).read_bytes()


def test_a_file_that_both_have_changed_is_never_overwritten(learner: Course, newer: Path) -> None:
    name = "exercises/02_shapes/test_shapes.py"
    edit(learner, name, "The square of 3 is 9.", "My own words.")
    edit(learner, SHAPES, "# ## 1. Square", "# ## 1. My square")
    before = [(learner.root / place).read_bytes() for place in (name, SHAPES)]
    result = grader(learner, "update", str(newer))
    assert result.exit_code == 1
    for place, content in zip((name, SHAPES), before, strict=True):
        assert f"CONFLICT {place}: you have changed it" in result.output
        assert (learner.root / place).read_bytes() == content
        assert (learner.root / f"{place}.new").read_bytes() == (newer / place).read_bytes()


def test_update_takes_the_zip_and_keeps_outputs_and_own_cells(
    learner: Course, newer: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "newer.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in newer.rglob("*"):
            if path.is_file():
                file.write(path, f"course/{path.relative_to(newer).as_posix()}")
    path = learner.root / NUMBERS
    notebook = json.loads(path.read_text())
    own = {"cell_type": "code", "id": "own", "metadata": {}, "outputs": []}
    own |= {"execution_count": 3, "source": ["mine = 1"]}
    notebook["cells"].insert(2, own)
    notebook["cells"][3]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["!"]}]
    notebook["cells"][3]["outputs"][0]["text"] = ["shown before"]
    path.write_text(json.dumps(notebook))
    assert grader(learner, "update", str(archive)).exit_code == 0
    text = path.read_text()
    assert "Twice x." in text and "mine = 1" in text
    there = [cell.raw["id"] for cell in cells.of_notebook(text)]
    assert there[:4] == ["text-1", "prelude", "own", "setup-1"]


def test_an_update_that_was_stopped_is_done_again(learner: Course, newer: Path) -> None:
    solve_square(learner)
    manifest = learner.root / STATE / "release/manifest.json"
    old = {path: path.read_bytes() for path in (learner.root / STATE / "release").rglob("*.*")}
    grader(learner, "update", str(newer))
    after = (learner.root / SHAPES).read_bytes()
    for path, content in old.items():  # as if it had ended before the last files
        path.write_bytes(content)
    assert grader(learner, "update", str(newer)).exit_code == 0
    assert (learner.root / SHAPES).read_bytes() == after
    assert manifest.read_bytes() == (newer / STATE / "release/manifest.json").read_bytes()


def test_update_refuses_what_is_no_release_of_this_course(
    learner: Course, given: Path, tmp_path: Path
) -> None:
    (tmp_path / "x.txt").write_text("x")
    assert (
        "neither a folder nor a .zip" in grader(learner, "update", str(tmp_path / "x.txt")).output
    )
    (tmp_path / "empty").mkdir()
    assert "is no release" in grader(learner, "update", str(tmp_path / "empty")).output
    shutil.copytree(given, tmp_path / "broken")
    (tmp_path / "broken/course.toml").write_text("title = 1")
    result = grader(learner, "update", str(tmp_path / "broken"))
    assert result.exit_code == 2 and "course.toml is missing or damaged" in result.output
    shutil.rmtree(learner.root / STATE)
    assert "copy your files into it" in grader(learner, "update", str(given)).output


def test_an_archive_cannot_write_outside_of_the_folder(learner: Course, tmp_path: Path) -> None:
    archive = tmp_path / "bad.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("course/course.toml", "title = 'x'")
        file.writestr("course/../../evil.txt", "x")
    result = grader(learner, "update", str(archive))
    assert result.exit_code == 2 and "outside of the course's folder" in result.output
    assert not (tmp_path / "evil.txt").exists()


@pytest.mark.parametrize("command", ["reset", "update"])
def test_help_shows_an_example(command: str) -> None:
    assert f"grader {command} " in CliRunner().invoke(main, [command, "--help"]).output
