"""A class is graded whatever some of it hands in, and only what changed is graded again."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from support import copy_tiny, hand_in

from grader.course import Course, CourseError
from grader.grading import verdict as status
from grader.grading.engine import Engine, submissions
from grader.grading.plan import Result
from grader.grading.verdict import Graded, Verdict

Break = Callable[[Path], None]


def grade(course: Course, **options: bool) -> dict[tuple[str, str], Result]:
    engine = Engine(course, jobs=2, **options)
    return {
        (result.submission.student, result.submission.unit.stem): result
        for result in engine.grade(submissions(course))
    }


def statuses(graded: Graded) -> set[str]:
    return {verdict.status for verdict in graded.verdicts}


# ------------------------------------------------------------------------------ bad input


def truncated(folder: Path) -> None:
    path = folder / "numbers.ipynb"
    path.write_bytes(path.read_bytes()[:200])


def another_units(folder: Path) -> None:
    other = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "numbers.ipynb").write_text(json.dumps(other))


def not_utf8(folder: Path) -> None:
    (folder / "shapes.py").write_bytes("x = 'é'".encode("latin-1"))


def syntax_error(folder: Path) -> None:
    path = folder / "shapes.py"
    path.write_text(path.read_text() + "\ndef broken(:\n")


def missing(folder: Path) -> None:
    for path in folder.iterdir():
        path.rename(path.with_name(f"my_{path.name}"))


def empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def link(folder: Path) -> None:
    real = folder.with_name("elsewhere")
    folder.rename(real)
    folder.symlink_to(real)


def huge(folder: Path) -> None:
    for path in folder.iterdir():
        os.truncate(path, 200 << 20)


def fifo(folder: Path) -> None:
    for path in list(folder.iterdir()):
        path.unlink()
        os.mkfifo(path)


def garbage(folder: Path) -> None:
    for path in folder.iterdir():
        path.write_bytes(bytes(range(256)) * 10)


BROKEN: list[tuple[str, Break, str, str]] = [
    ("numbers", truncated, status.REFUSED, "cut short"),
    ("numbers", another_units, status.REFUSED, "not the notebook of 01_numbers"),
    ("shapes", not_utf8, status.REFUSED, "not UTF-8"),
    ("shapes", syntax_error, status.CRASHED, "SyntaxError"),
    ("shapes", missing, status.REFUSED, "shapes.py is missing; there is my_shapes.py"),
    ("numbers", missing, status.REFUSED, "numbers.ipynb is missing"),
    ("shapes", empty, status.REFUSED, "holds no file"),
    ("shapes", link, status.REFUSED, "is a link"),
    ("shapes", huge, status.REFUSED, "too large (200 MB)"),
    ("numbers", huge, status.REFUSED, "too large (200 MB)"),
    ("shapes", fifo, status.REFUSED, "not a regular file"),
    ("numbers", garbage, status.REFUSED, "not UTF-8"),
]


@pytest.fixture(scope="module")
def broken_class(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Result]:
    """One student for each way to hand in something broken, and a good one among them."""
    course = copy_tiny(tmp_path_factory.mktemp("broken") / "course")
    for unit in ("01_numbers", "02_shapes"):
        hand_in(course, "good", unit)
    for unit, damage, _, _ in BROKEN:
        damage(hand_in(course, f"{unit}-{damage.__name__}", course.unit(unit).name))
    return grade(course)


@pytest.mark.parametrize(("unit", "damage", "expected", "said"), BROKEN)
def test_what_is_broken_gets_a_clear_status(
    unit: str,
    damage: Break,
    expected: str,
    said: str,
    broken_class: dict[tuple[str, str], Result],
) -> None:
    graded = broken_class[f"{unit}-{damage.__name__}", unit].graded
    assert graded.points == 0
    assert statuses(graded) == {expected}
    told = [verdict.note for verdict in graded.verdicts]
    told += [test.message for verdict in graded.verdicts for test in verdict.tests]
    assert any(said in text for text in told), told
    assert not any("Traceback" in text for text in told)


def test_the_rest_of_the_class_is_graded(broken_class: dict[tuple[str, str], Result]) -> None:
    for unit in ("numbers", "shapes"):
        graded = broken_class["good", unit].graded
        assert graded.points == graded.max_points


def test_unknown_students_and_units_are_named(tiny: Course) -> None:
    hand_in(tiny, "ann", "01_numbers")
    with pytest.raises(CourseError, match=r'no student "bob".*ann'):
        submissions(tiny, (), ["bob"])
    with pytest.raises(CourseError, match="nothing was handed in for 02_shapes"):
        submissions(tiny, [tiny.unit("02_shapes")])


# --------------------------------------------------------------------- what a learner reads

ANSWERS = {
    "wrong": "def double(x):\n    return x + 2",
    "raises": "def double(x):\n    return x.twice()",
    "partly": "def double(x):\n    assert x.dim() == 1\n    return 2 * x",
    "loops": "def double(x):\n    while True: pass",
    "exits": "def double(x):\n    import os; os._exit(0)",
    "hoards": "def double(x):\n    return torch.zeros(1 << 34)",
    "odd": "def double(x):\n    return {x}",
    "loops_at_once": "while True: pass",
}


@pytest.fixture(scope="module")
def odd_class(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Result]:
    """One student for each odd answer to `double`; `total` is right."""
    course = copy_tiny(tmp_path_factory.mktemp("odd") / "course")
    for student, answer in ANSWERS.items():
        hand_in(course, student, "01_numbers", {"double": answer})
    return grade(course)


def verdicts(odd_class: dict[tuple[str, str], Result], student: str) -> tuple[Verdict, Verdict]:
    double, total = odd_class[student, "numbers"].graded.verdicts
    return double, total


def test_the_verdict_says_what_is_wrong_and_never_shows_the_test(
    odd_class: dict[tuple[str, str], Result],
) -> None:
    double, total = verdicts(odd_class, "wrong")
    assert (double.points, total.points) == (0, 3)
    message = double.tests[0].message
    assert message.startswith("The result is not twice the tensor.")
    assert "the result differs in" in message
    assert "observe(" not in json.dumps([test.message for test in double.tests])


def test_an_exception_shows_the_learners_own_line(
    odd_class: dict[tuple[str, str], Result],
) -> None:
    message = verdicts(odd_class, "raises")[0].tests[0].message
    assert "Your code raised AttributeError" in message
    assert "cell double-answer, line 2: return x.twice()" in message


def test_points_follow_the_weights(odd_class: dict[tuple[str, str], Result]) -> None:
    verdict = verdicts(odd_class, "partly")[0]
    assert [test.passed for test in verdict.tests] == [True, False]
    assert verdict.points == 0.5  # of 2 points, one of four parts


def test_a_value_that_is_not_plain_is_named(odd_class: dict[tuple[str, str], Result]) -> None:
    assert "it is a set" in verdicts(odd_class, "odd")[0].tests[0].message


@pytest.mark.parametrize(
    ("student", "expected"),
    [
        ("loops", status.TIMED_OUT),
        ("exits", status.CRASHED),
        ("hoards", status.OUT_OF_MEMORY),
    ],
)
def test_passing_a_limit_is_a_status_of_its_own(
    student: str, expected: str, odd_class: dict[tuple[str, str], Result]
) -> None:
    double, total = verdicts(odd_class, student)
    assert double.status == expected and double.note
    assert total.points == 3  # the other exercise is judged all the same


def test_a_cell_that_never_ends_costs_its_own_exercise_alone(
    odd_class: dict[tuple[str, str], Result],
) -> None:
    double, total = verdicts(odd_class, "loops_at_once")
    assert (double.points, total.points) == (0, 3)


def test_what_a_notebook_shows_is_kept(odd_class: dict[tuple[str, str], Result]) -> None:
    shown = odd_class["wrong", "numbers"].graded.outputs
    assert shown and shown["try-1"][0]["text"] == "tried: tensor([3., 3.])\n"


# ------------------------------------------------------------------------------- the store


def test_what_has_not_changed_is_not_graded_again(tiny: Course) -> None:
    hand_in(tiny, "ann", "01_numbers")
    hand_in(tiny, "bea", "01_numbers")
    assert all(result.fresh for result in grade(tiny).values())
    again = grade(tiny)
    assert not any(result.fresh for result in again.values())
    hand_in(tiny, "bea", "01_numbers", {"total": "def total(x):\n    return x"})
    third = grade(tiny)
    assert not third["ann", "numbers"].fresh and third["bea", "numbers"].fresh
    assert third["bea", "numbers"].graded.points == 2
    assert all(result.fresh for result in grade(tiny, force=True).values())


def test_editing_one_hidden_test_grades_that_exercise_alone(tiny: Course) -> None:
    hand_in(tiny, "ann", "01_numbers")
    before = grade(tiny)["ann", "numbers"].graded
    path = tiny.root / "tests/hidden/01_numbers/test_total.py"
    path.write_text(path.read_text().replace("The result is not the sum.", "It is no sum."))
    engine = Engine(tiny)
    assert [engine.plan(each).missing for each in submissions(tiny)] == [["total"]]
    after = grade(tiny)["ann", "numbers"].graded
    assert after.points == before.points and len(after.verdicts) == 2


def test_a_damaged_record_is_graded_again_and_not_trusted(tiny: Course) -> None:
    hand_in(tiny, "ann", "01_numbers", {"double": "def double(x):\n    return x + 2"})
    grade(tiny)
    for path in (tiny.root / ".grader/store").rglob("*.json"):
        path.write_text(path.read_text().replace('"points": 0.0', '"points": 2.0'))
    result = grade(tiny)["ann", "numbers"]
    assert result.fresh and result.graded.verdicts[0].points == 0


def test_a_secret_that_others_can_read_is_refused(tiny: Course) -> None:
    hand_in(tiny, "ann", "01_numbers")
    Engine(tiny)
    secret = tiny.root / ".grader/secret"
    assert secret.stat().st_mode & 0o077 == 0
    secret.chmod(0o644)
    with pytest.raises(CourseError, match="chmod 600"):
        Engine(tiny)
