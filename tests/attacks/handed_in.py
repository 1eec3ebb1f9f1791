"""Attacks by what lies in the folder that is handed in, and by how its notebook was edited.

Each function damages a submission whose code is wrong; its docstring is the header.
"""

from __future__ import annotations

import io
import json
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Notebook = dict[str, Any]
Cells = dict[str, Any]
Change = Callable[[Notebook, Cells], None]

# ---------------------------------------------------------------------------------- folders


def shadow_torch(folder: Path) -> None:
    """A torch.py of its own.

    gets: 0, graded
    """
    (folder / "torch.py").write_text("raise SystemExit(0)")


def shadow_standard_library(folder: Path) -> None:
    """A random.py, a json.py and a socket package of its own.

    gets: 0, graded
    """
    for name in ("random.py", "json.py"):
        (folder / name).write_text("raise SystemExit(0)")
    (folder / "socket").mkdir()
    (folder / "socket" / "__init__.py").write_text("raise SystemExit(0)")


def shadow_grader(folder: Path) -> None:
    """A grader package and a conftest of its own, as if they were the course's.

    gets: 0, graded
    """
    (folder / "grader").mkdir()
    (folder / "grader" / "__init__.py").write_text("raise SystemExit(0)")
    (folder / "_pytest.py").write_text("raise SystemExit(0)")


def starters(folder: Path) -> None:
    """Files that change how Python and pytest start.

    gets: 0, graded
    """
    for name in ("conftest.py", "sitecustomize.py", "usercustomize.py"):
        (folder / name).write_text("import os; os._exit(0)")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\n")
    (folder / "evil.pth").write_text("import os; os._exit(0)")


def hidden_test_of_its_own(folder: Path) -> None:
    """Hidden tests of its own, under the names that the course's have.

    gets: 0, graded
    """
    text = "def test_values():\n    pass\n"
    (folder / "test_square.py").write_text(text)
    (folder / "tests/hidden/02_shapes").mkdir(parents=True)
    (folder / "tests/hidden/02_shapes/test_square.py").write_text(text)


def link_to_the_solution(folder: Path) -> None:
    """The module is a link to the instructor's solution.

    gets: 0, refused
    """
    (folder / "shapes.py").unlink()
    (folder / "shapes.py").symlink_to(folder.parents[2] / "solutions/02_shapes/shapes.py")


def link_to_the_environment(folder: Path) -> None:
    """A file beside the code is a link to the environment of whoever reads it.

    gets: 0, graded
    """
    (folder / "notes.txt").symlink_to("/proc/self/environ")


def link_to_the_secret(folder: Path) -> None:
    """A file beside the code is a link to the course's secret.

    gets: 0, graded
    """
    (folder / "notes.txt").symlink_to(folder.parents[2] / ".grader/secret")


def link_to_a_folder(folder: Path) -> None:
    """A folder beside the code is a link to the whole course.

    gets: 0, graded
    """
    (folder / "all").symlink_to(folder.parents[2])


def fifo_beside(folder: Path) -> None:
    """A fifo that blocks whoever opens it.

    gets: 0, graded
    """
    os.mkfifo(folder / "pipe.txt")


def names_that_climb(folder: Path) -> None:
    """Names with control characters, and names that try to climb.

    gets: 0, graded
    """
    (folder / "a\x1b[2Jb.txt").write_text("x")
    (folder / "..%2f..%2fetc").write_text("x")
    (folder / "...").write_text("x")


def archive_traversal(folder: Path) -> None:
    """Archives whose members climb out of the folder, for whoever unpacks what was handed in.

    gets: 0, graded
    """
    with zipfile.ZipFile(folder / "work.zip", "w") as archive:
        archive.writestr("../../../climbed.txt", "x")
        archive.writestr("/tmp/grader-was-here", "x")
    with tarfile.open(folder / "work.tar.gz", "w:gz") as archive:
        for name in ("../../../climbed.txt", "/tmp/grader-was-here"):
            member = tarfile.TarInfo(name)
            member.size = 1
            archive.addfile(member, io.BytesIO(b"x"))


def other_data(folder: Path) -> None:
    """A data folder of its own, in place of the course's.

    gets: 0, graded
    """
    (folder / "data").mkdir()
    (folder / "data" / "x.csv").write_text("1")


def many_files(folder: Path) -> None:
    """Thousands of files.

    gets: 0, refused
    """
    for number in range(3000):
        (folder / f"f{number}.txt").touch()


def deep_folders(folder: Path) -> None:
    """Folders in folders in folders.

    gets: 0, graded
    """
    here = folder
    for _ in range(60):
        here = here / "d"
        here.mkdir()
    (here / "x.txt").write_text("x")


def cached_bytecode(folder: Path) -> None:
    """Compiled code that stands for another source.

    gets: 0, graded
    """
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "shapes.cpython-311.pyc").write_bytes(b"\0" * 100)


FOLDERS: list[Callable[[Path], None]] = [
    shadow_torch,
    shadow_standard_library,
    shadow_grader,
    starters,
    hidden_test_of_its_own,
    link_to_the_solution,
    link_to_the_environment,
    link_to_the_secret,
    link_to_a_folder,
    fifo_beside,
    names_that_climb,
    archive_traversal,
    other_data,
    many_files,
    deep_folders,
    cached_bytecode,
]

# -------------------------------------------------------------------------------- notebooks


def edit_notebook(folder: Path, change: Change) -> None:
    """Change the notebook, given as a whole and by cell id."""
    path = folder / "numbers.ipynb"
    notebook = json.loads(path.read_text())
    change(notebook, {cell["id"]: cell for cell in notebook["cells"]})
    path.write_text(json.dumps(notebook))


def insert_cell(folder: Path, source: str, place: int) -> None:
    """Put a cell of the learner's own at a place."""
    cell = {"cell_type": "code", "id": "own", "metadata": {}, "outputs": []}
    cell |= {"execution_count": None, "source": source.splitlines(keepends=True)}
    edit_notebook(folder, lambda notebook, _: notebook["cells"].insert(place, cell))


def skip_tag(notebook: Notebook, cells: Cells) -> None:
    """The tag that makes nbgrader skip a cell, on the check.

    gets: 3, graded
    """
    cells["double"]["metadata"].update(tags=["skip-execution"])


def duplicated_check(notebook: Notebook, cells: Cells) -> None:
    """The check stands three times.

    gets: 3, graded
    """
    notebook["cells"].extend([cells["double"], cells["double"]])


def deleted_check(notebook: Notebook, cells: Cells) -> None:
    """The check is gone.

    gets: 3, graded
    """
    notebook["cells"].remove(cells["double"])


def renamed_check(notebook: Notebook, cells: Cells) -> None:
    """The check bears another grade id.

    gets: 3, graded
    """
    cells["double"]["metadata"]["nbgrader"].update(grade_id="x")


def exchanged_checks(notebook: Notebook, cells: Cells) -> None:
    """The check of what is wrong and that of what is right bear each other's names.

    gets: 3, graded
    """
    one, other = cells["double"]["metadata"], cells["total"]["metadata"]
    one["nbgrader"], other["nbgrader"] = other["nbgrader"], one["nbgrader"]
    cells["double"]["id"], cells["total"]["id"] = "total", "double"


def edited_check(notebook: Notebook, cells: Cells) -> None:
    """The check is a number in place of a call.

    gets: 3, graded
    """
    cells["double"].update(source=["2.0"])


def raised_points(notebook: Notebook, cells: Cells) -> None:
    """The check says that it is worth 999 points.

    gets: 3, graded
    """
    cells["double"]["metadata"]["nbgrader"].update(points=999)


def unlocked_check(notebook: Notebook, cells: Cells) -> None:
    """The check says that it is an answer, which nobody locks.

    gets: 3, graded
    """
    cells["double"]["metadata"]["nbgrader"].update(locked=False, solution=True, grade=False)


def spoofed_outputs(notebook: Notebook, cells: Cells) -> None:
    """Saved outputs of the check say that it passed, and carry a script.

    gets: 3, graded
    """
    data = {"text/plain": ["2.0"], "text/html": ["<script>alert(1)</script>"]}
    output = {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}
    cells["double"]["outputs"] = [output]


def check_made_markdown(notebook: Notebook, cells: Cells) -> None:
    """The check is prose.

    gets: 3, graded
    """
    cells["double"].update(cell_type="markdown")


def script_in_markdown(notebook: Notebook, cells: Cells) -> None:
    """Prose of its own that would run in the browser of whoever reads the feedback.

    gets: 3, graded
    """
    source = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>"]
    own = {"cell_type": "markdown", "id": "own", "metadata": {}, "source": source}
    notebook["cells"].append(own)


def live_markdown(notebook: Notebook, cells: Cells) -> None:
    """Prose with links that run a script, pictures that tell who looked, and formulas with links.

    gets: 3, graded
    """
    lines = [
        "[one](javascript:alert(1)) [two](JaVaScRiPt:alert(1)) <javascript:alert(1)>",
        "[three](data:text/html;base64,PHNjcmlwdD4=) [four][x]",
        "![picture](http://192.0.2.1/seen.png)",
        r"$\href{javascript:alert(1)}{x}$ $$\require{html}$$",
        '```` "><img src=x onerror=alert(1)>',
        "````",
        "<script>alert(1)</script>",
        "[x]: javascript:alert(1)",
    ]
    source = "\n\n".join(lines)
    notebook["cells"].append({"cell_type": "markdown", "id": "m", "metadata": {}, "source": source})
    notebook["cells"].append({"cell_type": "raw", "id": "r", "metadata": {}, "source": source})


def kernel_of_its_own(notebook: Notebook, cells: Cells) -> None:
    """A kernelspec that is the learner's own.

    gets: 3, graded
    """
    notebook["metadata"].update(kernelspec={"name": "evil", "display_name": "evil"})


NOTEBOOKS: list[Change] = [
    skip_tag,
    duplicated_check,
    deleted_check,
    renamed_check,
    exchanged_checks,
    edited_check,
    raised_points,
    unlocked_check,
    spoofed_outputs,
    check_made_markdown,
    script_in_markdown,
    live_markdown,
    kernel_of_its_own,
]
