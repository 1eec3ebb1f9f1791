"""`pytest exercises/`: unfinished is "to do", a wrong answer reads its check's message.

pytest loads this wherever the package is installed; it does nothing to tests that are not a
course's visible checks. Nothing heavy is imported here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.course import Course, find
from grader.errors import Mistake

if TYPE_CHECKING:
    from grader.learner.checks import Outcome

TO_DO = "to do"
EXERCISE = "exercise"

_outcomes: dict[Path, list[Outcome]] = {}
"""of each unit's folder, how its checks went in this session"""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "exercise(name): the exercise that a check belongs to")


def _exercise(item: pytest.Item) -> str:
    mark = item.get_closest_marker("exercise")
    return str(mark.args[0]) if mark else ""


def _course_of(path: Path) -> Course | None:
    """The course whose visible checks a file holds, if any."""
    if not path.name.startswith("test_") or path.parent.parent.name != "exercises":
        return None
    try:
        return find(path.parent)
    except Mistake:
        return None


@pytest.fixture(scope="module")
def unit(request: pytest.FixtureRequest) -> Any:
    """What the learner wrote in this unit: `unit.MLP` is their MLP."""
    from grader.learner.unit_code import load

    course = _course_of(request.path)
    if course is None:
        pytest.fail(f"{request.path} belongs to no unit of a course.toml", pytrace=False)
    try:
        return load(course.unit(request.path.parent.name), request.path.parent)
    except Mistake as error:
        pytest.fail(str(error), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, Any, Any]:
    report = yield
    if not isinstance(item, pytest.Function) or not _exercise(item):
        return report
    if call.when != "call" or _course_of(item.path) is None:
        return report
    report.user_properties.append((EXERCISE, (str(item.path.parent), _exercise(item))))
    if call.excinfo is None:
        return report
    from grader.learner.checks import explain, is_to_do

    error = call.excinfo.value
    if is_to_do(error):
        report.outcome = "skipped"
        report.wasxfail = TO_DO
        report.longrepr = TO_DO
    elif not isinstance(error, KeyboardInterrupt):
        report.longrepr = explain(item.function, error)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Run a visible check as `grader check` does: with the same random numbers every time."""
    if not isinstance(item, pytest.Function) or not _exercise(item):
        return (yield)
    from grader.learner.checks import undisturbed

    with undisturbed():
        return (yield)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Gather how the visible checks go, for the learner's progress."""
    place: Any = dict(report.user_properties).get(EXERCISE)
    if report.when != "call" or place is None:
        return
    from grader.learner import checks

    folder, exercise = place
    status = checks.TO_DO if getattr(report, "wasxfail", None) == TO_DO else report.outcome
    name = report.nodeid.rsplit("::", 1)[-1].removeprefix("test_")
    _outcomes.setdefault(Path(folder), []).append(checks.Outcome(exercise, name, status))


def pytest_sessionfinish() -> None:
    """Keep the progress of each exercise of which every check has run."""
    from grader.learner import checks, progress

    for folder, outcomes in _outcomes.items():
        try:
            course = find(folder)
            counts = checks.check_counts(course.unit(folder.name), folder)
        except (Mistake, OSError):
            continue
        ran = Counter(outcome.exercise for outcome in outcomes)
        progress.record(course, [o for o in outcomes if ran[o.exercise] == counts.get(o.exercise)])
    _outcomes.clear()


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    if getattr(report, "wasxfail", None) == TO_DO:
        return TO_DO, ".", "TO DO"
    return None


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line for each exercise that is still to do."""
    places = [
        dict(report.user_properties)[EXERCISE] for report in terminalreporter.stats.get(TO_DO, [])
    ]
    left = Counter((Path(folder).name, exercise) for folder, exercise in places)
    if not left:
        return
    terminalreporter.section("to do")
    for (folder, exercise), count in left.items():
        checks = "check" if count == 1 else "checks"
        terminalreporter.write_line(f"{folder}  {exercise}: to do ({count} {checks})")
    terminalreporter.write_line(f"{len(left)} exercises to do")
