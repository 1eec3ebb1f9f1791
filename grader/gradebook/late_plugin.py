"""The course's late policy as nbgrader's plugin, for nbgrader's own commands."""

from __future__ import annotations

from nbgrader.plugins import LateSubmissionPlugin

from grader.course import find
from grader.gradebook.late import penalty


class CoursePolicy(LateSubmissionPlugin):
    """nbgrader's plugin, over course.toml."""

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        return penalty(find().late, score, total_seconds_late) or None
