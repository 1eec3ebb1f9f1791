"""The two steps of `nbgrader autograde` that are ours: running a submission, and scoring it.

nbgrader calls `before_submission` before it looks at a submission, then reads its notebook with
`SubmissionExporter`. Scores come from the verdicts, never from what stands in the notebook.
"""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from traitlets.config import Config

from grader.course import CourseError, find
from grader.gradebook.record import Recorder
from grader.gradebook.write import autograded_text
from grader.grading.engine import Engine, submissions
from grader.grading.kit import Kit, kit_of
from grader.grading.plan import Result

log = logging.getLogger("nbgrader")


class _Batch:
    """What this run of nbgrader has graded."""

    results: dict[tuple[str, str], Result] = {}  # noqa: RUF012  # one run, one process
    kits: dict[str, Kit] = {}  # noqa: RUF012


def configure(config: Config, file: str) -> None:
    """Set nbgrader up for a course; `file` is the course's nbgrader_config.py."""
    course = find(Path(file).parent)
    config.CourseDirectory.root = str(course.root)
    config.CourseDirectory.course_id = "course"
    config.CourseDirectory.source_directory = "exercises"
    config.CourseDirectory.db_url = f"sqlite:///{course.root / 'gradebook.db'}"
    config.Autograde.exporter_class = SubmissionExporter
    config.Autograde.pre_convert_hook = before_submission
    # Sanitising and running happen in the exporter, scores and late penalties in the hook.
    config.Autograde.sanitize_preprocessors = []
    config.Autograde.autograde_preprocessors = []
    # A module beside the released notebook is the stub: it must not replace the learner's.
    config.Autograde.exclude_overwriting = {
        unit.name: [path.name for path in course.released(unit).glob("*.py")]
        for unit in course.units
    }
    config.AssignLatePenalties.plugin_class = "grader.gradebook.late_plugin.CoursePolicy"
    # nbgrader runs `alembic` by name when it makes a database; it lies beside our Python.
    tools = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join([tools, os.environ.get("PATH", "")])


def before_submission(assignment: str, student: str, notebooks: list[str]) -> None:
    """nbgrader's hook: grade, at its first call everything that it is going to come to.

    Args:
        assignment: the unit's name.
        student: the student's id, or "*".
        notebooks: the paths of the submission that comes next.
    """
    try:
        course = find()
        unit = course.unit(assignment)
        this = Path(notebooks[0]).resolve().parent.parent.name
        with Recorder(course) as recorder:
            recorder.register(unit)
            if (unit.name, this) not in _Batch.results:
                _Batch.kits[unit.name] = kit_of(course, unit)
                named = () if "*" in student else (student,)
                for result in Engine(course).grade(submissions(course, [unit], named)):
                    _Batch.results[unit.name, result.submission.student] = result
            recorder.record([_Batch.results[unit.name, this].graded])
    except Exception as error:
        # nbgrader swallows what a hook raises; the exporter will find no result and say so.
        log.error("%s: %s", assignment, error)


class SubmissionExporter(NotebookExporter):
    """Reads a submitted notebook as its autograded one."""

    def from_filename(self, filename: str, resources: Any = None, **more: Any) -> Any:
        about = resources["nbgrader"]
        # The converter reads every notebook twice: as submitted, then as we wrote it.
        converter: Any = self.parent
        if not converter._sanitizing:
            return super().from_filename(filename, resources=resources, **more)
        result = _Batch.results.get((about["assignment"], about["student"]))
        if result is None:
            raise CourseError(f"{about['student']}/{about['assignment']} could not be graded")
        text = autograded_text(_Batch.kits[about["assignment"]], result)
        notebook = nbformat.reads(text, as_version=4)
        return self.from_notebook_node(notebook, resources=resources, **more)
