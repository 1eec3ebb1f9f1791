"""What lateness costs, by the course's policy."""

from __future__ import annotations

import math

from grader.course import LatePolicy

DAY = 86_400


def penalty(policy: LatePolicy, score: float, seconds_late: float) -> float:
    """Points taken off: a part of the score for every day begun after the grace period."""
    late = seconds_late - policy.grace_minutes * 60
    if late <= 0:
        return 0.0
    return round(score * min(policy.at_most, policy.per_day * math.ceil(late / DAY)), 2)
