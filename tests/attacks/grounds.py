"""Where the hostile class is graded: who grades, and in which tier."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.sandbox import Tier, privileges

REPOSITORY = Path(__file__).parents[2]
AS_USER = REPOSITORY / "tests/grader/sandbox/as_user.py"
USER = 54321
SECONDS = 500


@dataclass(frozen=True)
class Ground:
    """A grader and a tier."""

    tier: Tier
    user: int
    """the uid that grades"""

    def __str__(self) -> str:
        who = "root" if self.user == 0 else "user"
        return f"{who}-{self.tier.value}"


def grounds() -> list[Ground]:
    """All that this user can try: root also grades as an ordinary user."""
    me = os.geteuid()
    users = [me, USER] if privileges.may_choose_uid() else [me]
    return [Ground(tier, user) for user in users for tier in (Tier.NAMESPACES, Tier.LANDLOCK)]


@dataclass(frozen=True)
class Battle:
    """What came of grading the class on one ground."""

    ground: Ground
    canary: str
    results: dict[str, Any]
    """submission -> what anybody gets to read of it"""
    changed: list[Any]
    """files of the course that are not as they were"""
    zygotes: list[list[dict[str, Any]]]
    """the state of each warm process before and after"""
    recorded: float | None
    """the sum of the scores in the gradebook"""
    processes: list[str]
    files: list[str]
    mounts: bool
    said: str
    """what grading wrote to the terminal"""


def fight(ground: Ground) -> Battle:
    """Grade the class on this ground."""
    command = [sys.executable, "-m", "attacks.hostile_class", ground.tier.value]
    command += ["record"] if ground == grounds()[0] else []
    if ground.user != os.geteuid():
        command = [sys.executable, str(AS_USER), str(ground.user), *command]
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": f"{REPOSITORY}{os.pathsep}{REPOSITORY / 'tests'}",
        "HOME": "/tmp",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=SECONDS
    )
    assert done.returncode == 0, done.stderr
    return Battle(ground, **json.loads(done.stdout), said=done.stderr)
