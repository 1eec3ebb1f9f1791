"""A learner checks their work: to do, wrong and right, in pytest and in notebooks alike."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from support import hand_in

from grader.course import Course
from grader.learner.checks import FAILED, PASSED, TO_DO, Outcome, outcomes, run
from grader.learner.notebook import Report
from grader.learner.picture import picture_of
from grader.learner.unit_code import load
from grader.testing import CheckFailed, assert_close, assert_equal


def pytest_in(course: Course, *arguments: str) -> subprocess.CompletedProcess[str]:
    (course.root / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=False)


def write(course: Course, unit: str, answers: dict[str, str] | None = None) -> Path:
    """Solve a unit in exercises/, but for what is answered otherwise."""
    folder = hand_in(course, "me", unit, answers)
    for path in folder.iterdir():
        path.replace(course.root / "exercises" / unit / path.name)
    return course.root / "exercises" / unit


def test_unfinished_is_to_do_and_no_failure(tiny: Course) -> None:
    ran = pytest_in(tiny, "exercises")
    assert ran.returncode == 0, ran.stdout
    assert "01_numbers  double: to do (1 check)" in ran.stdout
    assert "02_shapes  square: to do (1 check)" in ran.stdout
    assert "3 exercises to do" in ran.stdout
    assert "Traceback" not in ran.stdout and "NotImplementedError" not in ran.stdout


def test_a_wrong_answer_reads_the_checks_message_and_the_values(tiny: Course) -> None:
    write(tiny, "01_numbers", {"double": "def double(x):\n    return x + 2"})
    ran = pytest_in(tiny, "exercises/01_numbers")
    assert ran.returncode == 1
    assert "Twice 3 is 6." in ran.stdout
    assert "double(3) is 5; expected 6." in ran.stdout
    assert "1 failed, 1 passed" in ran.stdout
    assert "assert_equal(" not in ran.stdout


@pytest.mark.parametrize("unit", ["01_numbers", "02_shapes"])
def test_a_right_answer_passes(tiny: Course, unit: str) -> None:
    write(tiny, unit)
    ran = pytest_in(tiny, f"exercises/{unit}")
    assert ran.returncode == 0 and "passed" in ran.stdout and "to do" not in ran.stdout


@pytest.mark.parametrize(
    ("unit", "exercise", "place"),
    [("01_numbers", "double", "cell double-answer"), ("02_shapes", "square", "shapes.py")],
)
def test_an_exception_points_at_the_learners_line(
    tiny: Course, unit: str, exercise: str, place: str
) -> None:
    body = "return x.twice()"
    code = {
        "double": f"def double(x):\n    {body}",
        "square": f"class Square(nn.Module):\n    def forward(self, x):\n        {body}",
    }
    write(tiny, unit, {exercise: code[exercise]})
    ran = pytest_in(tiny, f"exercises/{unit}")
    assert "Your code raised AttributeError" in ran.stdout
    assert place in ran.stdout and f"--> {body}" in ran.stdout


def test_a_syntax_error_is_shown_and_not_raised(tiny: Course) -> None:
    write(tiny, "02_shapes", {"square": "class Square(:"})
    ran = pytest_in(tiny, "exercises/02_shapes")
    assert ran.returncode == 1
    assert "SyntaxError" in ran.stdout and "--> class Square(:" in ran.stdout
    assert "INTERNALERROR" not in ran.stdout


def test_a_missing_file_is_one_line(tiny: Course) -> None:
    (tiny.root / "exercises/02_shapes/shapes.py").unlink()
    ran = pytest_in(tiny, "exercises/02_shapes")
    assert "shapes.py is missing" in ran.stdout and "Traceback" not in ran.stdout


def test_other_peoples_tests_are_left_alone(tiny: Course) -> None:
    test = "def test_mine():\n    raise NotImplementedError('x: write this part')\n"
    (tiny.root / "test_mine.py").write_text(test)
    assert pytest_in(tiny, "test_mine.py").returncode == 1


def test_notebooks_and_pytest_give_the_same_verdicts(tiny: Course) -> None:
    answers = {"double": "def double(x):\n    return x + 2"}
    folder = write(tiny, "01_numbers", answers)
    unit = tiny.unit("01_numbers")
    found = outcomes(unit, folder, load(unit, folder))
    assert [(o.exercise, o.status) for o in found] == [("double", FAILED), ("total", PASSED)]
    ran = pytest_in(tiny, "exercises/01_numbers", "-v")
    assert "test_double_of_three FAILED" in ran.stdout
    assert "test_total_of_ones PASSED" in ran.stdout


def test_check_in_a_notebook_reads_the_names_of_the_notebook(tiny: Course) -> None:
    script = (
        "from grader.learner import check\n"
        "import torch\n"
        "print(check('double'))\n"
        "def double(x): return x + 2\n"
        "report = check('double')\n"
        "print(report); print(report._repr_html_())\n"
        "print(check('dubble'))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tiny.root / "exercises/01_numbers",
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "has not defined double; run its cell first" in ran.stdout
    assert "✗ failed: of three" in ran.stdout
    assert "double(3) is 5; expected 6." in ran.stdout
    assert "<table>" in ran.stdout
    assert 'did you mean "double"?' in ran.stdout


WRONG_THEN_CHECKED = [
    "from grader.learner import check",
    "import torch",
    "def double(x): return x + 2",
    "check('double')",
]


def test_a_kernel_gets_a_table_and_the_same_as_text(tiny: Course) -> None:
    """As editors that start the kernel themselves have it, VS Code among them."""
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(cwd=str(tiny.root / "exercises/01_numbers"))
    shown = []
    try:
        for code in WRONG_THEN_CHECKED:
            client.execute_interactive(code, timeout=60, output_hook=shown.append)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    (data,) = [m["content"]["data"] for m in shown if m["msg_type"] == "execute_result"]
    assert "<table>" in data["text/html"] and "double(3) is 5; expected 6." in data["text/html"]
    assert "✗ failed: of three" in data["text/plain"]


def test_plain_ipython_shows_the_text(tiny: Course, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "IPython", "--simple-prompt", "--no-banner", "--colors=nocolor"],
        cwd=tiny.root / "exercises/01_numbers",
        env={**os.environ, "IPYTHONDIR": str(tmp_path / "ipython")},
        input="\n\n".join([*WRONG_THEN_CHECKED, ""]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "double: 0 of 1 checks passed" in ran.stdout, ran.stdout + ran.stderr
    assert "✗ failed: of three" in ran.stdout and "<table>" not in ran.stdout


def test_check_reads_a_module_as_it_was_last_saved(
    tiny: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grader.learner import check

    monkeypatch.chdir(tiny.root / "exercises/02_shapes")
    assert [o.status for o in check("square").outcomes] == [TO_DO]
    write(tiny, "02_shapes")
    assert [o.status for o in check("square").outcomes] == [PASSED]
    assert "shapes" not in sys.modules  # nothing is left behind


def test_a_report_escapes_what_learners_wrote() -> None:
    report = Report("x", (Outcome("x", "t", FAILED, "<script>alert(1)</script>"),))
    assert "<script>" not in report._repr_html_()


def test_magics_in_a_notebook_do_no_harm(tiny: Course) -> None:
    folder = write(tiny, "01_numbers")
    path = folder / "numbers.ipynb"
    notebook = json.loads(path.read_text())
    own = {"cell_type": "code", "id": "own", "metadata": {}, "outputs": []}
    own |= {"execution_count": None, "source": ["%matplotlib inline\n", "!ls\n", "x = 1"]}
    notebook["cells"].insert(1, own)
    path.write_text(json.dumps(notebook))
    unit = tiny.unit("01_numbers")
    assert {o.status for o in outcomes(unit, folder, load(unit, folder))} == {PASSED}


def test_a_matrix_that_differs_is_drawn_with_its_meaning_in_words() -> None:
    """Where a picture says more: a board that should be checkered."""
    board = torch.arange(64).reshape(1, 1, 8, 8) % 2
    checkered = (torch.arange(8)[:, None] + torch.arange(8)) % 2
    with pytest.raises(CheckFailed) as caught:
        assert_equal(board, checkered.reshape(1, 1, 8, 8), "the board")
    drawn = picture_of(caught.value)
    words = "a cross marks each of the 32 elements that differ."
    assert drawn.count(words) == 2  # below the picture, and for who does not see it
    assert 'src="data:image/svg+xml;base64,' in drawn and "<script" not in drawn
    report = Report("x", (Outcome("x", "t", FAILED, "no", picture=drawn),))
    assert drawn in report._repr_html_() and "svg" not in repr(report)


def test_a_curve_that_differs_is_drawn() -> None:
    with pytest.raises(CheckFailed) as caught:
        assert_close(torch.ones(20), torch.linspace(1, 0, 20), "the losses")
    assert "Dashed: what was expected. 20 values" in picture_of(caught.value)


@pytest.mark.parametrize(
    ("came", "expected"),
    [
        (torch.ones(3), torch.zeros(3)),
        (torch.ones(2, 3), torch.zeros(3, 2)),
        (torch.ones(100, 100), torch.zeros(100, 100)),
        (torch.ones(4, 4) * 1j, torch.zeros(4, 4) * 1j),
        (1, 2),
    ],
)
def test_what_a_picture_does_not_help_gets_none(came: object, expected: object) -> None:
    with pytest.raises(CheckFailed) as caught:
        assert_close(came, expected)
    assert picture_of(caught.value) == ""


def test_infinite_values_can_be_drawn() -> None:
    came = torch.full((4, 4), float("nan"))
    with pytest.raises(CheckFailed) as caught:
        assert_close(came, torch.full((4, 4), float("inf")))
    assert "16 elements" in picture_of(caught.value)


def test_a_check_leaves_random_numbers_and_defaults_as_they_were() -> None:
    torch.manual_seed(3)
    before, expected = torch.get_rng_state(), torch.get_default_dtype()

    def test_disturbs(unit: object) -> None:
        torch.manual_seed(1)
        torch.rand(5)
        torch.set_default_dtype(torch.float64)
        torch.set_grad_enabled(False)

    assert run(test_disturbs, "x", None).status == PASSED
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.get_default_dtype() == expected and torch.is_grad_enabled()


def test_the_call_is_shown_with_what_led_to_it(tiny: Course) -> None:
    folder = tiny.root / "exercises/02_shapes"
    (folder / "test_shapes.py").write_text(
        "import pytest\nfrom grader.testing import assert_equal\n\n"
        '@pytest.mark.exercise("square")\n'
        "def test_square_names(unit):\n"
        '    """The names are wrong."""\n'
        "    unused = 3\n"
        "    net = unit.Square()\n"
        "    names = [name for name, _ in net.named_parameters()]\n"
        '    assert_equal(names, ["weight"], "the names")\n'
    )
    write(tiny, "02_shapes")
    unit = tiny.unit("02_shapes")
    (outcome,) = outcomes(unit, folder, load(unit, folder))
    assert outcome.message.split("\n\n")[1] == (
        "net = unit.Square()\nnames = [name for name, _ in net.named_parameters()]"
    )


def test_who_has_solved_an_exercise_is_told_once_what_to_notice(
    tiny: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grader.learner import check

    monkeypatch.chdir(tiny.root / "exercises/02_shapes")
    write(tiny, "02_shapes")
    hints = tiny.root / "exercises/02_shapes/hints.md"
    hints.write_text("## square\n\n1. x\n\nAfter: see https://example.org/x now.\n")
    report = check("square")
    assert repr(report).endswith("square is solved. See https://example.org/x now.")
    assert '<a href="https://example.org/x">' in report._repr_html_()
    assert "is solved" not in repr(check("square"))
