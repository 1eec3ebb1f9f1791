"""Who writes hidden tests runs them in-process, against the solution or a kept answer."""

from __future__ import annotations

import subprocess
import sys

from grader import source as sources
from grader.course import Course


def run(course: Course, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "grader.testing.author", "-rA", "--no-header"]
    command += ["-c", "/dev/null", "--rootdir", str(course.root), "tests/hidden", *arguments]
    return subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=False)


def failed(ran: subprocess.CompletedProcess[str]) -> set[str]:
    lines = [line for line in ran.stdout.splitlines() if line.startswith("FAILED ")]
    return {line.split("::")[1].split(" ")[0] for line in lines}


def test_the_solution_passes(tiny: Course) -> None:
    ran = run(tiny)
    assert ran.returncode == 0 and "passed" in ran.stdout, ran.stdout


def test_an_answer_fails_what_its_header_lists(tiny: Course) -> None:
    (path,) = tiny.answers(tiny.exercise("double"), "wrong")
    assert failed(run(tiny, "--answer", str(path))) == set(sources.read_answer(path).fails)


def test_a_unit_that_is_not_in_the_course_yet_is_left_out(tiny: Course) -> None:
    later = tiny.root / "tests/hidden/09_later"
    later.mkdir()
    (later / "test_thing.py").write_text("raise RuntimeError('half written')\n")
    ran = run(tiny)
    assert ran.returncode == 0 and "half written" not in ran.stdout, ran.stdout
