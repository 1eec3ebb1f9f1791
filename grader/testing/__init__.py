"""What hidden tests and visible checks import.

    from grader.testing import assert_close, expect_error, forbid, probe

The rest reaches a test as fixtures: `observe`, `draw` and `source` for hidden tests, `unit` for
visible checks.
"""

from grader.testing.compare import CheckFailed, assert_close, assert_equal, check
from grader.testing.forbid import forbid
from grader.testing.probe import (
    Frame,
    LearnerCrash,
    LearnerError,
    LearnerTimeout,
    expect_error,
    probe,
)

__all__ = [
    "CheckFailed",
    "Frame",
    "LearnerCrash",
    "LearnerError",
    "LearnerTimeout",
    "assert_close",
    "assert_equal",
    "check",
    "expect_error",
    "forbid",
    "probe",
]
