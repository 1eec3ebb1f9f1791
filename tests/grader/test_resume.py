"""No verdict is lost: whatever stops a run, the next one goes on, to the same gradebook."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support import copy_tiny, hand_in

from grader.course import Course, load
from grader.errors import Mistake
from grader.grade_class import grade_class
from grader.gradebook import record, settle
from grader.gradebook.record import GradebookError
from grader.grading.pool import Died
from grader.grading.store import StoreError
from grader.grading.verdict import GRADED, Graded, TestResult, Verdict

ROOT = Path(__file__).parents[2]
STUDENTS = ("ann", "bea", "cem")


class Workers:
    """Give full points at once, and remember what they were asked."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.asked: list[tuple[str, list[str]]] = []

    def __call__(self, kits: object, jobs: int) -> Any:
        return contextlib.nullcontext(self)

    def grade(self, jobs: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Graded]]:
        for job in jobs:
            self.asked.append((job["student"], job["exercises"]))
            yield job, self._graded(job)

    def _graded(self, job: dict[str, Any]) -> Graded:
        points = {e.name: e.points for e in self.course.unit(job["unit"]).exercises}
        passed = (TestResult("test_it", True, 1.0),)
        verdicts = tuple(
            Verdict(name, GRADED, points[name], points[name], passed) for name in job["exercises"]
        )
        return Graded(job["student"], job["unit"], verdicts, tier="namespaces")


@pytest.fixture(scope="module")
def graded_class(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three students of the tiny course, graded."""
    course = copy_tiny(tmp_path_factory.mktemp("graded") / "course")
    for student in STUDENTS:
        hand_in(course, student, "01_numbers")
    graded_now(course)
    return course.root


@pytest.fixture
def course(graded_class: Path, tmp_path: Path) -> Course:
    """A copy of the graded class."""
    shutil.copytree(graded_class, tmp_path / "course")
    return load(tmp_path / "course" / "course.toml")


def graded_now(course: Course, **options: Any) -> list[str]:
    """Grade; gives the students whom the workers were asked about."""
    workers = Workers(course)
    assert grade_class(course, (), (), hire=workers, **options) == 0
    return [student for student, _ in workers.asked]


def scores(course: Course) -> dict[tuple[str, str], float]:
    """What the gradebook holds, read without nbgrader."""
    with contextlib.closing(sqlite3.connect(course.root / "gradebook.db")) as gradebook:
        rows = gradebook.execute(
            "SELECT assignment.student_id, cell.name, grade.auto_score"
            " FROM grade JOIN submitted_notebook AS notebook ON grade.notebook_id = notebook.id"
            " JOIN submitted_assignment AS assignment ON notebook.assignment_id = assignment.id"
            " JOIN base_cell AS cell ON grade.cell_id = cell.id"
        )
        return {(student, name): score for student, name, score in rows}


FULL = {(s, e): p for s in STUDENTS for e, p in (("double", 2.0), ("total", 3.0))}


def records(course: Course) -> list[Path]:
    return sorted((course.root / ".grader" / "store").rglob("*.json"))


# --------------------------------------------------------------------------------- the store


def test_what_is_graded_is_not_run_again(course: Course) -> None:
    assert graded_now(course) == []
    assert graded_now(course, force=True) == [*STUDENTS]
    assert scores(course) == FULL


DAMAGE: dict[str, Callable[[Path, Path], object]] = {
    "emptied": lambda path, other: path.write_bytes(b""),
    "cut short": lambda path, other: path.write_bytes(path.read_bytes()[:-20]),
    "raised": lambda path, other: path.write_text(
        path.read_text().replace('"points": 2.0', '"points": 3.0')
    ),
    "another's": lambda path, other: path.write_bytes(other.read_bytes()),
    "of another kind": lambda path, other: path.write_text('["nothing"]'),
    "binary": lambda path, other: path.write_bytes(bytes(range(256))),
    "gone": lambda path, other: path.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_record_is_graded_again(
    damage: Callable[[Path, Path], object], course: Course
) -> None:
    first, second, _ = records(course)
    damage(first, second)
    assert len(graded_now(course)) == 1
    assert graded_now(course) == []
    assert scores(course) == FULL


def test_a_store_that_cannot_be_written_is_named(course: Course) -> None:
    first, *_ = records(course)
    first.unlink()
    first.mkdir()
    with pytest.raises(StoreError, match="store cannot be written"):
        graded_now(course)


def test_a_changed_test_runs_its_own_exercise_alone(course: Course) -> None:
    path = course.root / "tests/hidden/01_numbers/test_total.py"
    path.write_text(path.read_text() + "\n# changed\n")
    workers = Workers(course)
    grade_class(course, (), (), hire=workers)
    assert workers.asked == [(student, ["total"]) for student in STUDENTS]


# ------------------------------------------------------------------------------ the gradebook


class Failing(Workers):
    """Of these workers, none comes to an answer."""

    def grade(self, jobs: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Any]]:
        for job in jobs:
            yield job, Died("its worker ended")


def test_where_grading_itself_fails_the_score_stays(course: Course) -> None:
    with pytest.raises(Mistake, match=r"grading itself failed for 3 submissions.*run it again"):
        grade_class(course, (), (), force=True, hire=Failing(course))
    assert scores(course) == FULL
    assert graded_now(course) == []


def test_a_gradebook_in_step_is_left_alone(course: Course) -> None:
    before = (course.root / "gradebook.db").stat().st_mtime_ns
    script = (
        "import sys; from pathlib import Path; from grader.cli import main\n"
        "main(['--course', sys.argv[1], 'autograde'], standalone_mode=False)\n"
        "heavy = {'torch', 'nbgrader', 'pytest', 'IPython'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(course.root)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "3 submissions: 0 graded now, 3 unchanged." in ran.stdout, ran.stderr
    assert "HEAVY []" in ran.stdout
    assert (course.root / "gradebook.db").stat().st_mtime_ns == before


def test_a_gradebook_that_is_gone_is_made_again(course: Course) -> None:
    (course.root / "gradebook.db").unlink()
    assert graded_now(course) == []
    assert scores(course) == FULL


def test_a_notebook_that_is_gone_is_written_again(course: Course) -> None:
    path = course.root / "autograded/ann/01_numbers/numbers.ipynb"
    path.unlink()
    assert graded_now(course) == []
    assert path.is_file()


def test_scores_that_somebody_changed_are_put_right(course: Course) -> None:
    with contextlib.closing(sqlite3.connect(course.root / "gradebook.db")) as gradebook:
        gradebook.execute("UPDATE grade SET auto_score = 0")
        gradebook.commit()
    assert graded_now(course) == []
    assert scores(course) == FULL


@contextlib.contextmanager
def locked(course: Course) -> Iterator[sqlite3.Connection]:
    """Another program is writing to the gradebook, and takes its time."""
    other = sqlite3.connect(course.root / "gradebook.db", check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    with contextlib.closing(other):
        yield other


def test_a_locked_gradebook_is_waited_for(course: Course) -> None:
    hand_in(course, "dan", "01_numbers")
    with locked(course) as other:
        threading.Timer(2.5, other.rollback).start()
        assert graded_now(course) == ["dan"]
    assert ("dan", "total") in scores(course)


def test_one_that_stays_locked_costs_no_verdict(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settle, "WAIT_SECONDS", 0.5)
    monkeypatch.setattr(settle, "BATCH", 1)
    for student in ("dan", "eva"):
        hand_in(course, student, "01_numbers")
    workers = Workers(course)
    with locked(course), pytest.raises(GradebookError, match=r"is locked; close.*nothing.*lost"):
        grade_class(course, (), (), hire=workers)
    assert "Grading goes on, but the gradebook is locked" in capsys.readouterr().out
    assert len(workers.asked) == 2 and len(records(course)) == 5
    assert graded_now(course) == []
    assert len(scores(course)) == 10


def test_a_read_only_gradebook_costs_no_verdict(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, "dan", "01_numbers")
    with monkeypatch.context() as patched:
        # Root may write to any file: SQLite is told to refuse.
        patched.setattr(record, "_url", lambda path: f"sqlite:///file:{path}?mode=ro&uri=true")
        with pytest.raises(GradebookError, match=r"cannot be written.*readonly.*nothing.*lost"):
            grade_class(course, (), (), hire=Workers(course))
    assert graded_now(course) == []
    assert ("dan", "total") in scores(course)


def test_a_file_that_is_no_gradebook_is_named(course: Course) -> None:
    hand_in(course, "dan", "01_numbers")
    (course.root / "gradebook.db").write_text("not a database, but long enough to look at" * 9)
    with pytest.raises(GradebookError, match="damaged or of another version"):
        grade_class(course, (), (), hire=Workers(course))
    assert len(records(course)) == 4


# ------------------------------------------------------------------------------ real processes


def start(course: Course) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "grader.cli", "--course", str(course.root), "autograde"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def test_nbgraders_own_command_runs_nothing_again(course: Course) -> None:
    # Who runs something writes a record; these were made by workers that never were.
    before = {path: path.stat().st_mtime_ns for path in records(course)}
    shutil.rmtree(course.root / "autograded")
    (course.root / "gradebook.db").unlink()
    ran = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", "01_numbers"],
        cwd=course.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert {path: path.stat().st_mtime_ns for path in records(course)} == before
    assert scores(course) == FULL
    assert len(list((course.root / "autograded").rglob("numbers.ipynb"))) == len(STUDENTS)


@pytest.mark.slow
def test_ctrl_c_says_what_is_done_and_how_to_go_on(course: Course) -> None:
    shutil.rmtree(course.root / ".grader")
    (course.root / "gradebook.db").unlink()
    for number in range(12):
        slow = (
            f"def double(x):\n    import time; time.sleep({0.3 + number / 100})\n    return 2 * x"
        )
        hand_in(course, f"student{number}", "01_numbers", {"double": slow})
    running = start(course)
    while len(records(course)) < 2 and running.poll() is None:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    said, _ = running.communicate(timeout=60)
    assert running.returncode == 130, said
    found = re.search(r"Stopped: (\d+) of 15 graded.* goes on from there", said)
    assert found and "Traceback" not in said, said
    done = int(found[1])
    assert 2 <= done < 15
    assert len(scores(course)) == 2 * done
    again = start(course)
    said, _ = again.communicate(timeout=300)
    kept = re.search(r"15 submissions: \d+ graded now, (\d+) unchanged", said)
    assert kept and int(kept[1]) >= done, said
    assert len(scores(course)) == 30


@pytest.mark.slow
def test_kill_at_any_moment_leaves_the_same_gradebook() -> None:
    small = [
        "--course",
        str(ROOT / "tests/grader/tiny"),
        "--kills",
        "3",
        "--students",
        "4",
        "--keep",
    ]
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.kills", *small],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "3 kills: the gradebook is the same" in ran.stdout
