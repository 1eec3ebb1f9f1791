"""nbgrader stays nbgrader: its commands work unchanged, and its known traps do not catch us."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from support import copy_tiny, hand_in

from grader.course import Course, LatePolicy
from grader.gradebook.late import penalty

HERE = Path(__file__)


def run(course: Course, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=course.root,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )


def scores(course: Course) -> dict[tuple[str, str], float]:
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        return {
            (grade.student.id, grade.name): grade.score
            for submission in gradebook.assignment_submissions("01_numbers")
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def cells_of(folder: Path) -> tuple[Path, dict[str, Any], dict[str, Any]]:
    path = folder / "numbers.ipynb"
    notebook = json.loads(path.read_text())
    return path, notebook, {cell["id"]: cell for cell in notebook["cells"]}


# --------------------------------------------------------------- tricks on an nbgrader notebook

WRONG = "def double(x):\n    return x + 2"


def skip_tag(notebook: dict[str, Any], cells: dict[str, Any]) -> None:
    cells["double"]["metadata"]["tags"] = ["skip-execution"]


def duplicated_check(notebook: dict[str, Any], cells: dict[str, Any]) -> None:
    notebook["cells"] += [cells["double"], cells["double"], cells["total"]]


def edited_check(notebook: dict[str, Any], cells: dict[str, Any]) -> None:
    cells["double"]["source"] = ["1000"]


def raised_points(notebook: dict[str, Any], cells: dict[str, Any]) -> None:
    cells["double"]["metadata"]["nbgrader"]["points"] = 500


def deleted_check(notebook: dict[str, Any], cells: dict[str, Any]) -> None:
    notebook["cells"].remove(cells["double"])


def renamed_check(notebook: dict[str, Any], cells: dict[str, Any]) -> None:
    cells["double"]["metadata"]["nbgrader"]["grade_id"] = "total"


def metadata_that_is_none(notebook: dict[str, Any], cells: dict[str, Any]) -> None:
    cells["double"]["metadata"]["nbgrader"] = ["nothing", {"grade_id": 3}]
    notebook["metadata"] = None


TRICKS: list[Callable[[dict[str, Any], dict[str, Any]], None]] = [
    skip_tag,
    duplicated_check,
    edited_check,
    raised_points,
    deleted_check,
    renamed_check,
    metadata_that_is_none,
]
HONEST = {
    "warns": "def double(x):\n    import warnings; warnings.warn('careful')\n    return 2 * x",
    "prints_errors": (
        "def double(x):\n    import sys; print('log', file=sys.stderr)\n    return 2 * x"
    ),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A class graded by nbgrader's own commands, alembic not on the PATH."""
    course = copy_tiny(tmp_path_factory.mktemp("nbgrader") / "course")
    hand_in(course, "good", "01_numbers")
    hand_in(course, "wrong", "01_numbers", {"double": WRONG})
    hand_in(course, "exits", "01_numbers", {"double": "import os; os._exit(0)"})
    hand_in(course, "nothing", "01_numbers").joinpath("numbers.ipynb").write_bytes(
        (course.root / "exercises/01_numbers/numbers.ipynb").read_bytes()
    )
    for trick in TRICKS:
        path, notebook, cells = cells_of(
            hand_in(course, trick.__name__, "01_numbers", {"double": WRONG})
        )
        trick(notebook, cells)
        path.write_text(json.dumps(notebook))
    for student, code in HONEST.items():
        hand_in(course, student, "01_numbers", {"double": code})
    path, _, _ = cells_of(hand_in(course, "truncated", "01_numbers"))
    path.write_bytes(path.read_bytes()[:300])
    late = hand_in(course, "late", "01_numbers")
    (late / "timestamp.txt").write_text("2026-03-03 12:00:00 UTC")
    graded = run(course, "nbgrader", "autograde", "01_numbers", PATH="/usr/bin:/bin")
    assert graded.returncode == 0, graded.stderr
    return course


def test_known_scores_come_out(course: Course) -> None:
    known = scores(course)
    assert (known["good", "double"], known["good", "total"]) == (2, 3)
    assert (known["wrong", "double"], known["wrong", "total"]) == (0, 3)
    assert (known["nothing", "double"], known["nothing", "total"]) == (0, 0)
    assert (known["truncated", "double"], known["truncated", "total"]) == (0, 0)


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick.__name__)
def test_a_trick_earns_what_its_honest_code_earns(
    trick: Callable[[dict[str, Any], dict[str, Any]], None], course: Course
) -> None:
    known = scores(course)
    assert (known[trick.__name__, "double"], known[trick.__name__, "total"]) == (0, 3)


def test_a_warning_on_stderr_costs_nothing(course: Course) -> None:
    for student in HONEST:
        assert scores(course)[student, "double"] == 2


def test_ending_the_process_leaves_a_score(course: Course) -> None:
    known = scores(course)
    assert (known["exits", "double"], known["exits", "total"]) == (0, 0)


def test_both_commands_give_the_same_scores(course: Course) -> None:
    before = scores(course)
    (course.root / "gradebook.db").unlink()
    assert run(course, "grader.cli", "autograde", "01_numbers").returncode == 0
    assert scores(course) == before


def test_a_class_that_is_graded_is_not_graded_again(course: Course) -> None:
    assert run(course, "grader.cli", "autograde").returncode == 0
    again = run(course, "nbgrader", "autograde", "01_numbers")
    assert again.returncode == 0
    assert "Skipping existing assignment" in again.stderr


def test_feedback_shows_messages_and_no_test_code(course: Course) -> None:
    made = run(course, "nbgrader", "generate_feedback", "01_numbers")
    assert made.returncode == 0, made.stderr
    page = (course.root / "feedback/wrong/01_numbers/numbers.html").read_text()
    assert "The result is not twice the tensor." in page
    for hidden in ("observe(", "draw.normal", "assert_close"):
        assert hidden not in page


def test_export_writes_the_grades(course: Course) -> None:
    assert run(course, "nbgrader", "export").returncode == 0
    with (course.root / "grades.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert float(rows["good"]["score"]) == 5
    assert float(rows["good"]["max_score"]) == 5


def test_a_module_is_not_replaced_by_the_stub(tiny: Course) -> None:
    hand_in(tiny, "good", "02_shapes")
    graded = run(tiny, "nbgrader", "autograde", "02_shapes")
    assert graded.returncode == 0, graded.stderr
    kept = (tiny.root / "autograded/good/02_shapes/shapes.py").read_text()
    assert "return x * x" in kept
    with Gradebook(f"sqlite:///{tiny.root / 'gradebook.db'}") as gradebook:
        assert gradebook.find_submission("02_shapes", "good").score == 4


def test_learner_html_is_escaped_on_the_feedback_page(tiny: Course) -> None:
    attack = "<script>alert(1)</script>"
    code = f"def double(x):\n    raise ValueError({attack!r})"
    path, notebook, _ = cells_of(hand_in(tiny, "ann", "01_numbers", {"double": code}))
    source = (
        f"from IPython.display import HTML, display\ndisplay(HTML({attack!r}))\nprint({attack!r})"
    )
    own = {"cell_type": "markdown", "id": "m", "metadata": {}, "source": [attack]}
    shows = {"cell_type": "code", "id": "c", "metadata": {}, "source": [source]}
    shows |= {"outputs": [], "execution_count": None}
    notebook["cells"] += [own, shows]
    path.write_text(json.dumps(notebook))
    assert run(tiny, "grader.cli", "autograde").returncode == 0
    assert run(tiny, "nbgrader", "generate_feedback", "01_numbers").returncode == 0
    page = (tiny.root / "feedback/ann/01_numbers/numbers.html").read_text()
    assert attack not in page
    assert "alert(1)" in page


def test_lateness_costs_what_the_course_says() -> None:
    policy = LatePolicy(per_day=0.1, grace_minutes=15, at_most=0.5)
    assert penalty(policy, 10, 0) == penalty(policy, 10, 15 * 60) == 0
    assert penalty(policy, 10, 16 * 60) == 1
    assert penalty(policy, 10, 86_400 + 16 * 60) == 2
    assert penalty(policy, 10, 30 * 86_400) == 5


def test_a_late_submission_is_recorded_with_its_penalty(course: Course) -> None:
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment("01_numbers", duedate="2026-03-02 00:00:00 UTC")
    assert run(course, "grader.cli", "autograde").returncode == 0
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission("01_numbers", "late")
        assert (
            submission.notebooks[0].late_submission_penalty == 5
        )  # two days begun, half a day each
        assert gradebook.find_submission("01_numbers", "good").late_submission_penalty == 0
