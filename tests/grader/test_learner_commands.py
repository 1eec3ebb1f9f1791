"""A learner's day on the command line: check, next, hint, progress."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support import hand_in

from grader.build import build
from grader.cli import main
from grader.course import STATE, Course, load
from grader.learner import commands, hints, progress, route, runner, shown
from grader.learner.checks import FAILED, PASSED, TO_DO, Outcome
from grader.learner.progress import Mark, Progress
from grader.learner.shown import Style
from grader.release import release

HANGS = "def double(x):\n    while True:\n        x = x + 1"


def grader(course: Course, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--course", str(course.root), *arguments])


def write(course: Course, unit: str, answers: dict[str, str] | None = None) -> Path:
    """Solve a unit in exercises/, but for what is answered otherwise."""
    folder = hand_in(course, "me", unit, answers)
    for path in folder.iterdir():
        path.replace(course.root / "exercises" / unit / path.name)
    return course.root / "exercises" / unit


def keep(course: Course, **marks: Mark) -> None:
    progress.write(course, Progress(marks))


@pytest.fixture
def learner(tiny: Course) -> Course:
    """What a learner has: no solutions, no hidden tests."""
    shutil.rmtree(tiny.root / "tests")
    return tiny


# ------------------------------------------------------------------------------- check


def test_check_names_the_call_the_values_and_the_idea(learner: Course) -> None:
    write(
        learner, "01_numbers", {"double": "def double(x):\n    print('got', x)\n    return x + 2"}
    )
    result = grader(learner, "check", "01_numbers")
    assert result.exit_code == 1
    assert "failed  double  (0 of 1 checks passed)" in result.output
    assert "passed  total" in result.output
    shown_in_full = result.output.split("failed  double")[1]
    for part in (
        "Twice 3 is 6.",
        "unit.double(torch.tensor(3.0))",
        "double(3) is 5; expected 6.",
        "got tensor(3.)",
    ):
        assert part in shown_in_full
    known, _ = progress.read(learner)
    assert known.exercises["double"] == Mark(passed=0, checks=1)
    assert known.done("total")


def test_check_of_one_exercise_tells_once_what_to_notice(learner: Course) -> None:
    write(learner, "01_numbers")
    first, second = grader(learner, "check", "double"), grader(learner, "check", "double")
    assert first.exit_code == second.exit_code == 0
    assert "double is solved. It works on any shape." in first.output
    assert "https://docs.pytorch.org" in first.output
    assert "is solved" not in second.output and "passed  of three" in second.output


def test_several_solved_at_once_are_no_wall_of_text(
    learner: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    passed = [Outcome("double", "x", PASSED), Outcome("total", "y", PASSED)]
    commands.note(learner, passed, Style())
    assert capsys.readouterr().out == (
        "\nSolved: double, total. `grader check double` says what to notice there.\n"
    )
    commands.note(learner, passed, Style())
    assert capsys.readouterr().out == ""
    commands.note(learner, passed[:1], Style())
    assert "It works on any shape." in capsys.readouterr().out


def test_check_points_at_the_line_that_raised(learner: Course) -> None:
    code = "class Square(nn.Module):\n    def forward(self, x):\n        return x.twice()"
    write(learner, "02_shapes", {"square": code})
    result = grader(learner, "check", "square")
    assert "Your code raised AttributeError" in result.output
    assert "shapes.py, line" in result.output and "--> return x.twice()" in result.output
    assert "Traceback" not in result.output


def test_check_names_an_endless_loop_and_goes_on(
    learner: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "seconds_for", lambda unit: 1.0)
    write(learner, "01_numbers", {"double": HANGS})
    result = grader(learner, "check", "01_numbers")
    assert result.exit_code == 1
    assert "did not come to an end within 1 seconds" in result.output
    assert "--> x = x + 1" in result.output or "--> while True:" in result.output
    assert "passed  total" in result.output


def test_check_survives_code_that_ends_python(learner: Course) -> None:
    code = "import os\n\ndef double(x):\n    os._exit(3)"
    write(learner, "01_numbers", {"double": code})
    result = grader(learner, "check", "01_numbers")
    assert "Your code ended Python itself (exit code 3)." in result.output
    assert "passed  total" in result.output


def test_check_of_everything_starts_no_python_for_what_was_not_begun(learner: Course) -> None:
    result = grader(learner, "check")
    assert result.exit_code == 0
    assert "to do  01_numbers" in result.output and "to do  02_shapes" in result.output


@pytest.mark.parametrize("where", ["release", "checkout"])
def test_an_exercise_that_is_written_in_part_is_begun(
    tiny: Course, tmp_path: Path, where: str
) -> None:
    source = tiny.root / "solutions/02_shapes/shapes.py"
    region = "        ### BEGIN SOLUTION\n        return x * x\n        ### END SOLUTION\n"
    two = region + "\n    def root(self, x):\n" + region.replace("x * x", "x.sqrt()")
    source.write_text(source.read_text().replace(region, two))
    build(tiny)
    course = tiny
    if where == "release":
        release(tiny, tmp_path / "mine")
        course = load(tmp_path / "mine" / "course.toml")
    unit = course.unit("02_shapes")
    assert not commands.is_begun(course, unit)
    path = course.root / "exercises/02_shapes/shapes.py"
    stub = 'raise NotImplementedError("square: write this part")'
    path.write_text(path.read_text().replace(stub, "return x + x", 1))
    assert stub in path.read_text() and commands.is_begun(course, unit)
    result = grader(course, "check")
    assert result.exit_code == 1 and "failed  of three" in result.output


def test_a_stub_that_was_run_is_not_begun(learner: Course) -> None:
    """Its output quotes the stub."""
    path = learner.root / "exercises/01_numbers/numbers.ipynb"
    notebook = json.loads(path.read_text())
    error = {"ename": "NotImplementedError", "evalue": "double: write this part", "traceback": []}
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    code[-1]["outputs"] = [{"output_type": "error", **error}]
    path.write_text(json.dumps(notebook))
    assert not commands.is_begun(learner, learner.unit("01_numbers"))


def test_an_exit_in_the_learners_code_is_their_line(learner: Course) -> None:
    write(learner, "01_numbers", {"double": "def double(x):\n    exit()"})
    job = runner.run(learner, learner.unit("01_numbers"), ["double"])
    assert "exit()" in job.outcomes[0].message and "--> exit()" in job.outcomes[0].message


# ------------------------------------------------------------------- next, hint, progress


def test_next_is_the_first_whose_prerequisites_are_done(learner: Course) -> None:
    assert "double: you write double (2 points, about 1 minute)" in grader(learner, "next").output
    keep(learner, double=Mark(1, 1), total=Mark(1, 1))
    result = grader(learner, "next")
    line = (learner.root / "exercises/02_shapes/shapes.py").read_text().splitlines()
    wanted = 1 + next(n for n, text in enumerate(line) if "NotImplementedError" in text)
    assert f"exercises/02_shapes/shapes.py:{wanted}" in result.output
    keep(learner, double=Mark(1, 1), total=Mark(1, 1), square=Mark(1, 1))
    assert "Every exercise is solved" in grader(learner, "next").output


def test_next_skips_what_rests_on_something_unfinished(learner: Course) -> None:
    exercise = route.next_exercise(learner, Progress({"total": Mark(1, 1)}))
    assert exercise is not None and exercise.name == "double"


def test_next_in_a_notebook_names_the_cell(learner: Course) -> None:
    assert "exercises/01_numbers/numbers.ipynb, cell 5" in grader(learner, "next").output


def test_hints_come_one_by_one(learner: Course) -> None:
    told = [grader(learner, "hint", "double").output for _ in range(4)]
    assert "hint 1 of 3" in told[0] and "Multiply." in told[0] and "2 more" in told[0]
    assert "Look at `*`." in told[1] and "1 more" in told[1] and "Multiply." not in told[1]
    assert "`2 * x`." in told[2] and "the last one" in told[2]
    assert "hint 3 of 3" in told[3]


def test_hint_is_for_the_next_exercise_by_default(learner: Course) -> None:
    keep(learner, double=Mark(1, 1))
    assert "total, hint 1 of 3" in grader(learner, "hint").output


def test_progress_counts_points_and_minutes(learner: Course) -> None:
    keep(learner, double=Mark(1, 1), total=Mark(1, 3))
    output = grader(learner, "progress", "--plain").output
    assert "01_numbers  3 of 5 points, 2 minutes left" in output
    assert "  passed  double" in output and "  failed  total" in output
    assert "3 of 9 points by the visible checks; about 7 minutes left" in output


def test_pytest_and_check_keep_the_same_progress(learner: Course) -> None:
    write(learner, "01_numbers", {"double": "def double(x):\n    return x + 2"})
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q"]
    (learner.root / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n")
    subprocess.run([*command, "exercises/01_numbers"], cwd=learner.root, check=False)
    known, _ = progress.read(learner)
    assert known.exercises == {"double": Mark(0, 1), "total": Mark(1, 1)}


@pytest.mark.parametrize("command", ["next", "hint", "progress", "--help"])
def test_what_runs_no_code_imports_no_torch(learner: Course, command: str) -> None:
    script = (
        "import sys; from grader.cli import main\n"
        f"try: main(['--course', {str(learner.root)!r}, {command!r}])\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'numpy', 'IPython', 'pytest', 'nbformat', 'multiprocessing'}\n"
        "sys.exit(' '.join(heavy & set(sys.modules)) or 0)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


# ------------------------------------------------------------------------- bad input


@pytest.mark.parametrize("command", ["check", "hint"])
def test_an_unknown_exercise_is_named_with_the_nearest(learner: Course, command: str) -> None:
    result = grader(learner, command, "dubble")
    assert result.exit_code == 2
    assert 'no exercise "dubble"; did you mean "double"?' in result.output


def test_a_name_like_nothing_points_to_the_list(learner: Course) -> None:
    assert "`grader progress` lists them" in grader(learner, "check", "zzzzzz").output


@pytest.mark.parametrize("command", ["check", "next", "hint", "progress"])
def test_without_a_course_it_says_so(
    tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, [command])
    assert result.exit_code == 2 and "no course.toml" in result.output
    assert result.output.count("\n") == 1


@pytest.mark.parametrize(
    "damage", ["{", "[]", '{"version": 9}', '{"version": 1, "exercises": {"double": 3}}', "\x00"]
)
def test_a_damaged_progress_file_is_set_aside_with_a_word(learner: Course, damage: str) -> None:
    keep(learner)
    path = progress.path_of(learner)
    path.write_text(damage)
    result = grader(learner, "progress")
    assert result.exit_code == 0 and "set aside as progress-damaged-" in result.output
    aside = list(path.parent.glob("progress-damaged-*.json"))
    assert [entry.read_text() for entry in aside] == [damage]
    assert "damaged" not in grader(learner, "progress").output


def test_a_folder_that_cannot_be_written_costs_a_line_and_nothing_else(learner: Course) -> None:
    (learner.root / STATE).write_text("a file where the folder should be")
    result = grader(learner, "hint", "double")
    assert result.exit_code == 0 and "Multiply." in result.output
    assert "your progress is not kept" in result.output
    progress.record(learner, [Outcome("double", "x", PASSED)])  # silent, as in a notebook


def test_a_missing_file_is_said_in_one_line(learner: Course) -> None:
    (learner.root / "exercises/02_shapes/shapes.py").unlink()
    result = grader(learner, "check", "square")
    assert result.exit_code == 2 and "shapes.py is missing; `grader reset`" in result.output
    (learner.root / "exercises/02_shapes/hints.md").unlink()
    assert "hints.md is missing" in grader(learner, "hint", "square").output


@pytest.mark.parametrize("command", ["check", "next", "hint", "progress"])
def test_help_shows_an_example(command: str) -> None:
    assert f"grader {command}" in CliRunner().invoke(main, [command, "--help"]).output


# ---------------------------------------------------------------------------- the parts


def test_a_write_leaves_the_old_file_or_the_new_one(
    learner: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(learner, double=Mark(1, 1))

    def fail(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail)
        progress.record(learner, [Outcome("total", "x", PASSED)])
    assert json.loads(progress.path_of(learner).read_text())["exercises"].keys() == {"double"}
    assert [path.name for path in progress.path_of(learner).parent.iterdir()] == ["progress.json"]


def test_hints_are_read_from_sections() -> None:
    text = "# Hints\n\n## a\n\n1. One.\n2. Two.\n\nAfter: done.\n\n## b\n\n1. Three.\n"
    found = hints.parse(text)
    assert found["a"].steps == ("One.", "Two.") and found["a"].after == "done."
    assert found["b"].steps == ("Three.",) and found["b"].after == ""


def test_colour_never_says_anything_alone() -> None:
    outcomes = [
        Outcome("a", "x", PASSED),
        Outcome("b", "y", FAILED, "no"),
        Outcome("c", "z", TO_DO),
    ]
    coloured = "\n".join(shown.unit_lines(Style(colour=True, signs=True), outcomes))
    plain = "\n".join(shown.unit_lines(Style(), outcomes))
    assert "\x1b[" in coloured and "\x1b[" not in plain
    for text in (coloured, plain):
        assert "passed" in text and "failed" in text and "to do" in text


@pytest.mark.parametrize(
    ("environment", "colour"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_no_color_is_obeyed(
    environment: dict[str, str], colour: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert shown.style_for().colour is colour
    assert not shown.style_for(plain=True).colour and not shown.style_for(plain=True).signs


def test_a_narrow_terminal_gets_narrow_lines() -> None:
    style = Style(width=30)
    text = style.wrapped("A sentence that is a good deal longer than thirty columns.", "    ")
    assert all(len(line) <= 30 for line in text.splitlines())
    assert style.wrapped("  --> keep_this_line_as_it_is = (1, 2, 3, 4, 5)").count("\n") == 0


def test_only_the_first_failure_is_shown_in_full() -> None:
    outcomes = [Outcome("a", f"n{i}", FAILED, f"message {i}") for i in range(3)]
    outcomes.append(Outcome("b", "m", FAILED, "message of b"))
    text = "\n".join(shown.unit_lines(Style(), outcomes))
    assert "message 0" in text and "message 1" not in text and "message of b" not in text
    assert "2 more checks of a failed: `grader check a`" in text


def test_target_takes_units_and_exercises(learner: Course) -> None:
    assert [e.name for e in commands.target(learner, "numbers")[1]] == ["double", "total"]
    assert [e.name for e in commands.target(learner, "total")[1]] == ["total"]
