"""A learner in a real browser: a failing check, a right answer, a passing check.

In JupyterLab and, where it is about `check` alone, in Jupyter Notebook too.

`PICTURES=docs pytest tests/browser` keeps the screenshot that stands in the README.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import copy_tiny

from grader import sample
from grader import source as sources
from grader.course import Course, load
from grader.learner import progress

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: pip install playwright"
)
expect = playwright.expect
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium: apt-get install chromium"),
]
ROOT = Path(__file__).parents[2]
SECONDS = 120


@contextlib.contextmanager
def server(app: str, root: Path, private: Path) -> Iterator[tuple[str, str]]:
    """The address and token of "lab" or "notebook" on a folder; it knows nothing of the user's."""
    names = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    places = {f"JUPYTER_{name}": str(private / name.lower()) for name in names}
    places |= {"IPYTHONDIR": str(private / "ipython")}
    places |= {"JUPYTERLAB_SETTINGS_DIR": str(private / "settings")}
    _write(
        private / "config_dir/labconfig/page_config.json",
        {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}},
    )
    _write(  # every cell is in the page, also what is not in sight
        private / "settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings",
        {"windowingMode": "none"},
    )
    command = [sys.executable, "-m", "jupyter", app, "--no-browser", "--allow-root"]
    command += [f"--ServerApp.root_dir={root}", "--ServerApp.port=0"]
    with open(private / "log", "w", encoding="utf-8") as log:
        started = subprocess.Popen(command, env={**os.environ, **places}, stdout=log, stderr=log)
    try:
        yield _address(private, started)
    finally:
        started.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            started.wait(20)
        started.kill()
        started.wait()


def _write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(content))


def _address(private: Path, started: subprocess.Popen[bytes]) -> tuple[str, str]:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and started.poll() is None:
        for path in (private / "runtime_dir").glob("jpserver-*.json"):
            with contextlib.suppress(ValueError):  # it is being written
                entry = json.loads(path.read_text())
                return entry["url"], entry["token"]
        time.sleep(0.2)
    pytest.fail(f"Jupyter did not start:\n{(private / 'log').read_text()[-2000:]}")


WHERE = {"lab": "lab/tree", "notebook": "notebooks"}


@contextlib.contextmanager
def notebook(course: Course, name: str, private: Path, app: str = "lab") -> Iterator[Any]:
    """A notebook, open in a browser, with its kernel ready."""
    serving = server(app, course.root, private)
    with serving as (url, token), playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1000, "height": 800})
        page.set_default_timeout(1000 * SECONDS)
        dialog = page.locator("dialog.jp-Dialog")
        page.add_locator_handler(dialog, accept)
        page.goto(f"{url}{WHERE[app]}/{name}?token={token}")
        page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
        page.wait_for_selector(".jp-Notebook .jp-Cell.jp-mod-active")
        yield page
        browser.close()


def accept(dialog: Any) -> None:
    """Say yes to what Jupyter asks on a slow machine; a failing test shows what it was."""
    print("Jupyter asked:", dialog.inner_text())
    dialog.locator(".jp-mod-accept").click()


@pytest.fixture
def tiny(tmp_path: Path) -> Course:
    return copy_tiny(tmp_path / "course")


@pytest.fixture
def private(tmp_path: Path) -> Path:
    (tmp_path / "private").mkdir()
    return tmp_path / "private"


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    return Path(os.environ.get("PICTURES", tmp_path))


@pytest.fixture(params=["lab"])
def numbers(request: pytest.FixtureRequest, tiny: Course, private: Path) -> Iterator[Any]:
    path = "exercises/01_numbers/numbers.ipynb"
    with notebook(tiny, path, private, request.param) as page:
        yield page


def cell(page: Any, text: str) -> Any:
    """The code cell whose source holds this text."""
    return page.locator(".jp-CodeCell").filter(has=page.locator(".jp-InputArea", has_text=text))


def run(page: Any, text: str) -> Any:
    """Run the cell with this text, and give it."""
    found = cell(page, text)
    prompt = found.locator(".jp-InputArea-prompt")
    before = prompt.inner_text()
    for _ in range(SECONDS // 5):  # the page may not listen yet
        prompt.click()
        page.keyboard.press("Shift+Enter")
        with contextlib.suppress(AssertionError):
            expect(prompt).not_to_have_text(before, timeout=5000)
            break
    expect(prompt).to_have_text(re.compile(r"\[\d+\]:"), timeout=1000 * SECONDS)
    return found


def write(page: Any, text: str, code: str) -> None:
    """Type code in place of what the cell with this text holds, and run it."""
    cell(page, text).locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(code)
    run(page, text)


@pytest.mark.parametrize("numbers", ["lab", "notebook"], indirect=True)
def test_a_check_fails_and_after_a_right_answer_passes(numbers: Any, tiny: Course) -> None:
    run(numbers, "from grader.learner import check")
    run(numbers, "import torch")
    run(numbers, "def double(x)")
    check = run(numbers, 'check("double")')
    check.get_by_text("double: to do").wait_for()

    write(numbers, "def double(x)", "def double(x):\n    return x + 2")
    check = run(numbers, 'check("double")')
    check.get_by_text("double(3) is 5; expected 6.").wait_for()
    check.get_by_text("✗ failed").wait_for()
    assert progress.read(tiny)[0].exercises["double"].passed == 0

    write(numbers, "def double(x)", "def double(x):\n    return 2 * x")
    check = run(numbers, 'check("double")')
    check.get_by_text("double: 1 of 1 checks passed").wait_for()
    check.get_by_text("✓ passed").wait_for()
    check.get_by_text("double is solved.").wait_for()
    assert progress.read(tiny)[0].done("double")


def test_what_the_learner_raised_is_shown_at_their_line(numbers: Any) -> None:
    run(numbers, "from grader.learner import check")
    run(numbers, "import torch")
    write(numbers, "def double(x)", "def double(x):\n    return x.twice()")
    check = run(numbers, 'check("double")')
    check.get_by_text("Your code raised AttributeError").wait_for()
    check.get_by_text("a cell of this notebook, line 2").wait_for()
    check.get_by_text("--> return x.twice()").wait_for()


def test_a_picture_of_what_differs_is_shown(numbers: Any, tiny: Course, pictures: Path) -> None:
    path = tiny.root / "exercises/01_numbers/test_numbers.py"
    board = "(torch.arange(8)[:, None] + torch.arange(8)) % 2"
    text = path.read_text()
    for old, new in [
        ("double_of_three", "double_of_a_board"),
        ("Twice 3 is 6.", "A checkered board stays one."),
        ("torch.tensor(3.0)), torch.tensor(6.0)", f"{board}), 2 * ({board})"),
        ('"double(3)"', '"the board"'),
    ]:
        text = text.replace(old, new)
    path.write_text(text)
    run(numbers, "from grader.learner import check")
    run(numbers, "import torch")
    write(numbers, "def double(x)", "def double(x):\n    return 2 * x.sort(dim=1).values")
    check = run(numbers, 'check("double")')
    check.get_by_role("img", name="Left: what came.").wait_for()
    check.get_by_text("a cross marks each of the 32 elements").wait_for()
    check.screenshot(path=pictures / "picture.png")


def test_a_module_is_checked_as_it_was_saved(tmp_path: Path, private: Path, pictures: Path) -> None:
    """The unit on blocks, as learners get it; its module is saved in another editor."""
    shutil.copytree(ROOT / "exercises", tmp_path / "course/exercises")
    shutil.copy(ROOT / "course.toml", tmp_path / "course")
    course, ours = load(tmp_path / "course/course.toml"), load(ROOT / "course.toml")
    unit = course.unit("03_blocks")
    cells = sources.read(ours.solution(unit) / "blocks.py")
    solved = {"my_sequential": sample.solutions(cells)["my_sequential"]}
    wrong = sources.read_answer(ROOT / "tests/wrong/03_blocks/my_sequential/plain_list.py")

    def save(answers: dict[str, str]) -> None:
        files = sample.submission_files(unit, cells, answers)
        (course.released(unit) / "blocks.py").write_bytes(files["blocks.py"])

    save({"my_sequential": wrong.source})
    with notebook(course, "exercises/03_blocks/blocks.ipynb", private) as page:
        run(page, "from grader.learner import check")
        check = run(page, 'check("my_sequential")')
        check.get_by_text("my_sequential: 2 of 3 checks passed").wait_for()
        check.scroll_into_view_if_needed()
        page.locator(".jp-NotebookPanel").screenshot(path=pictures / "notebook.png")
        save(solved)
        check = run(page, 'check("my_sequential")')
        check.get_by_text("my_sequential: 3 of 3 checks passed").wait_for()
