"""What learners run: checks in a notebook, in pytest and on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.learner.notebook import Report


def check(exercise: str) -> Report:
    """In a notebook: run the visible checks of an exercise and show how they went.

    Args:
        exercise: its name, as it stands in the unit's README: "my_sequential".
    """
    from grader.learner.notebook import check_in_notebook

    return check_in_notebook(exercise)
