"""Every mistake in course.toml is one line: file, place, mend."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from grader.course import Course, CourseError, check_files, find, load

GOOD = """
title = "T"
[[unit]]
name = "01_numbers"
title = "Numbers"
form = "module"
[[unit.exercise]]
name = "double"
object = "double"
points = 2
minutes = 5
"""


def read(tmp_path: Path, text: str) -> Course:
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")
    return load(tmp_path / "course.toml")


def test_a_course_is_frozen_and_in_order(tmp_path: Path) -> None:
    course = read(tmp_path, GOOD)
    assert [exercise.name for exercise in course.exercises] == ["double"]
    assert course.unit("numbers") is course.unit("01") is course.units[0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        course.units[0].title = "other"  # type: ignore[misc]  # that is the point


@pytest.mark.parametrize(
    ("change", "place", "mend"),
    [
        (("points = 2", "points = 0"), "exercise double: points is 0", "above 0"),
        (("points = 2", "points = -1"), "points is -1", "above 0"),
        (("points = 2", 'points = "2"'), "points is '2'", "a number"),
        (("points = 2", "points = true"), "points is True", "a number"),
        (("points = 2", "pionts = 2\npoints = 1"), '"pionts"', 'did you mean "points"'),
        (('form = "module"', 'form = "text"'), 'form is "text"', 'use "module" or "notebook"'),
        (('name = "01_numbers"', 'name = "numbers"'), "unit numbers: name", "03_blocks"),
        (('title = "Numbers"\n', ""), "unit 01_numbers: title is missing", "give it"),
        (("minutes = 5", 'minutes = 5\nafter = ["x"]'), 'after names "x"', "no exercise"),
        (("minutes = 5", 'minutes = 5\nafter = ["double"]'), "in a circle", "take one"),
        (("minutes = 5", "minutes = 5\nafter = 3"), "after is 3", "a list"),
        (('title = "T"', 'title = "T'), "not valid TOML", "line"),
        (('title = "T"', 'title = "T"\n[limits]\nsecond = 3'), '"second"', '"seconds"'),
        (('title = "T"', 'title = "T"\n[late]\nper_day = 3'), "per_day is 3", "1 at most"),
    ],
)
def test_a_mistake_is_one_line(
    tmp_path: Path, change: tuple[str, str], place: str, mend: str
) -> None:
    with pytest.raises(CourseError) as caught:
        read(tmp_path, GOOD.replace(*change))
    message = str(caught.value)
    assert "course.toml" in message and place in message and mend in message
    assert "\n" not in message


def test_a_name_may_stand_once(tmp_path: Path) -> None:
    exercise = GOOD[GOOD.index("[[unit.exercise]]") :]
    with pytest.raises(CourseError, match='exercise "double" stands twice; rename'):
        read(tmp_path, GOOD + exercise)


def test_a_circle_is_named(tmp_path: Path) -> None:
    second = GOOD[GOOD.index("[[unit.exercise]]") :].replace("double", "triple")
    first = GOOD.replace("minutes = 5", 'minutes = 5\nafter = ["triple"]')
    with pytest.raises(CourseError, match=r"circle: .*double.*triple|circle: .*triple.*double"):
        read(tmp_path, first + second.replace("minutes = 5", 'minutes = 5\nafter = ["double"]'))


def test_what_is_not_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CourseError, match="not UTF-8"):
        load(tmp_path / "course.toml")


def test_no_course_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"no course\.toml in .* or above"):
        find(tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "solutions/01_numbers/numbers.py",
        "solutions/01_numbers/test_numbers.py",
        "solutions/01_numbers/hints.md",
        "tests/hidden/01_numbers/test_total.py",
    ],
)
def test_a_missing_file_is_named(tiny: Course, name: str) -> None:
    (tiny.root / name).unlink()
    with pytest.raises(CourseError, match=f"unit 01_numbers.*{name} is missing; write it"):
        check_files(tiny)


def test_an_unknown_name_offers_the_nearest(tiny: Course) -> None:
    with pytest.raises(CourseError, match='no exercise "dubble"; did you mean "double"'):
        tiny.exercise("dubble")
