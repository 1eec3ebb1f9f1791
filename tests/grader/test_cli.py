"""The command line: help that costs nothing, and mistakes that are one line."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import hand_in

from grader.cli import main
from grader.course import Course


def invoke(course: Course, *arguments: str) -> tuple[int, str]:
    ran = CliRunner().invoke(main, ["--course", str(course.root), *arguments])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.exit_code, ran.output


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; from grader.cli import main\n"
        "main(['--help'], standalone_mode=False)\n"
        "heavy = {'torch', 'nbformat', 'jupytext', 'nbgrader', 'pytest', 'rich'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "HEAVY []" in ran.stdout


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_shows_an_example(command: str) -> None:
    ran = CliRunner().invoke(main, [command, "--help"])
    assert f"grader {command}" in ran.output.split("Usage:")[1].split("\n", 1)[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["autograde", "03_nothing"], 'no unit "03_nothing"'),
        (["autograde"], "submitted is missing"),
        (["autograde", "--jobs", "0"], "--jobs"),
    ],
)
def test_mistakes_are_one_line_without_a_traceback(
    tiny: Course, arguments: list[str], said: str
) -> None:
    code, output = invoke(tiny, *arguments)
    assert code == 2 and said in output and "Traceback" not in output


def test_a_folder_that_is_none_is_said() -> None:
    ran = CliRunner().invoke(main, ["--course", "/no/such/folder", "build"])
    assert ran.exit_code == 2 and "there is no such folder" in ran.output


def test_a_broken_course_is_one_line(tiny: Course) -> None:
    (tiny.root / "course.toml").write_text("title = ")
    code, output = invoke(tiny, "build")
    assert code == 2 and output.startswith("grader: ") and output.count("\n") == 1


def test_build_check_fails_on_drift_and_names_the_file(tiny: Course) -> None:
    assert invoke(tiny, "build", "--check") == (0, "")
    (tiny.root / "exercises/02_shapes/shapes.py").write_text("")
    code, output = invoke(tiny, "build", "--check")
    assert code == 1 and "exercises/02_shapes/shapes.py" in output


def test_the_status_is_zero_whatever_the_scores(tiny: Course) -> None:
    hand_in(tiny, "ann", "01_numbers", {"double": "def double(x): return 0"})
    code, output = invoke(tiny, "autograde")
    assert code == 0
    row = next(line for line in output.splitlines() if " ann " in line)
    assert row.split() == ["ann", "0", "3", "3"] and "of 5" in output


def test_a_release_is_the_same_bytes_twice_and_is_not_overwritten(
    tiny: Course, tmp_path: Path
) -> None:
    first, second = tmp_path / "a.zip", tmp_path / "b.zip"
    assert invoke(tiny, "release", str(first))[0] == 0
    assert invoke(tiny, "release", str(second))[0] == 0
    assert first.read_bytes() == second.read_bytes()
    names = zipfile.ZipFile(first).namelist()
    assert "course/exercises/01_numbers/numbers.ipynb" in names
    code, output = invoke(tiny, "release", str(first))
    assert code == 2 and "exists already" in output


def test_a_release_with_a_leak_is_refused(tiny: Course, tmp_path: Path) -> None:
    # A hint that gives the solution's own line away, taken out of the source's public part.
    check = tiny.root / "solutions/02_shapes/test_shapes.py"
    hidden = tiny.root / "tests/hidden/02_shapes/test_square.py"
    course_toml = tiny.root / "course.toml"
    line = next(x for x in hidden.read_text().splitlines() if "assert_close(observe" in x).strip()
    course_toml.write_text(f"{course_toml.read_text()}\n# copied by mistake:\n#\n" + f"# {line}\n")
    assert check.exists()
    code, output = invoke(tiny, "release", str(tmp_path / "out"))
    assert code == 2 and "tests/hidden/02_shapes/test_square.py" in output
    assert not (tmp_path / "out").exists()
