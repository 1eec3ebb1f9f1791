"""One source: what learners get is built from it, the same bytes every time."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum

from grader import source as sources
from grader.build import BuildError, build, built_files, drift
from grader.course import Course, load
from grader.release import leaks, release_files, telling_lines
from grader.source import SourceError

REAL = load(Path(__file__).parents[2] / "course.toml")


def test_the_committed_exercises_are_what_the_sources_give() -> None:
    assert drift(REAL) == []


def test_building_twice_gives_the_same_bytes() -> None:
    assert built_files(REAL) == built_files(REAL)


def test_drift_names_the_file(tiny: Course) -> None:
    path = tiny.root / "exercises/01_numbers/numbers.ipynb"
    path.write_text(path.read_text().replace("twice", "thrice"))
    (tiny.root / "exercises/01_numbers/old.py").write_text("")
    (tiny.root / "exercises/02_shapes/README.md").unlink()
    lines = drift(tiny)
    assert [line.split()[0] for line in lines] == [
        "exercises/01_numbers/numbers.ipynb",
        "exercises/02_shapes/README.md",
        "exercises/01_numbers/old.py",
    ]
    assert all("grader build" in line for line in lines)
    build(tiny)
    assert drift(tiny) == []


@pytest.mark.parametrize("unit", REAL.units, ids=lambda unit: unit.name)
def test_notebooks_are_valid_for_jupyter_and_nbgrader(unit: object) -> None:
    path = REAL.released(unit) / f"{unit.stem}.ipynb"  # type: ignore[attr-defined, arg-type]  # a Unit
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            assert cell.metadata.nbgrader.checksum == compute_checksum(cell)


def test_a_check_is_a_locked_graded_cell_with_the_exercises_points(tiny: Course) -> None:
    text = (tiny.root / "exercises/01_numbers/numbers.ipynb").read_text()
    cells = {cell["id"]: cell for cell in json.loads(text)["cells"]}
    nbgrader = cells["total"]["metadata"]["nbgrader"]
    assert (nbgrader["grade"], nbgrader["locked"], nbgrader["points"]) == (True, True, 3)
    assert cells["total"]["source"] == ['check("total")']
    assert cells["total-answer"]["metadata"]["nbgrader"]["solution"]
    assert 'raise NotImplementedError("total: write this part")' in "".join(
        cells["total-answer"]["source"]
    )


def test_nothing_of_a_solution_survives_in_the_built_files() -> None:
    """Every text of every built file, outputs and metadata of notebooks too."""
    assert len(telling_lines(REAL)) > 100
    files = {path.name: content for path, content in built_files(REAL).items()}
    assert leaks(REAL, files) == []


@pytest.mark.parametrize("where", ["source", "outputs", "metadata"])
def test_a_leak_anywhere_in_a_notebook_is_found(tiny: Course, where: str) -> None:
    secret = "twice_the_value_of_x = 2 * x"
    notebook = json.loads((tiny.root / "exercises/01_numbers/numbers.ipynb").read_text())
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "try-1")
    if where == "source":
        cell["source"] = ["x = 1\n", f"    {secret}\n"]
    elif where == "outputs":
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": f"{secret}\n"}]
    else:
        cell["metadata"]["note"] = secret
    found = leaks(tiny, {"exercises/01_numbers/numbers.ipynb": json.dumps(notebook).encode()})
    assert len(found) == 1 and "solution of 01_numbers" in found[0]


def test_hidden_tests_answers_and_the_secret_are_found(tiny: Course) -> None:
    hidden = (tiny.root / "tests/hidden/01_numbers/test_double.py").read_bytes()
    assert "tests/hidden" in leaks(tiny, {"exercises/x.py": hidden})[0]
    (tiny.root / ".grader").mkdir()
    (tiny.root / ".grader/secret").write_bytes(b"0123456789abcdef0123456789abcdef")
    files = {"exercises/x.md": b"key: 0123456789abcdef0123456789abcdef"}
    assert "secret" in leaks(tiny, files)[0]


def test_a_release_holds_nothing_of_ours() -> None:
    files = release_files(REAL)
    assert leaks(REAL, files) == []
    assert not [name for name in files if name.startswith(("solutions", "tests"))]
    state = [name for name in files if name.startswith(".grader/")]
    assert all(name.startswith(".grader/release/") for name in state), "nothing of a grading"
    assert {"README.md", "course.toml", "pyproject.toml", "grader/cli.py"} <= set(files)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('# %% exercise="double"\nx = 1\n', "no solution region"),
        ('# %% exercise="double"\n### BEGIN SOLUTION\n', "without ### END"),
        ('# %% exercise="double"\n### END SOLUTION\n', "without ### BEGIN"),
        ("# %%\n### BEGIN SOLUTION\n### END SOLUTION\n", "outside an exercise"),
        ('# %% excercise="double"\nx = 1\n', 'unknown "excercise"'),
    ],
)
def test_a_mistake_in_a_source_is_one_line(tmp_path: Path, source: str, message: str) -> None:
    path = tmp_path / "unit.py"
    path.write_text(source)
    with pytest.raises(SourceError) as caught:
        sources.read(path)
    assert message in str(caught.value) and "unit.py: cell 1" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_exercise_without_its_cells_is_named(tiny: Course) -> None:
    path = tiny.root / "solutions/02_shapes/shapes.py"
    path.write_text(path.read_text().replace('# %% check="square"', ""))
    with pytest.raises(BuildError, match='no cell check="square"; add one'):
        build(tiny)
