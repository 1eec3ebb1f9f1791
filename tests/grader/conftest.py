"""Fixtures for the tests of the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import copy_tiny

from grader.course import Course


@pytest.fixture
def tiny(tmp_path: Path) -> Course:
    """A fresh copy of the tiny course."""
    return copy_tiny(tmp_path / "course")
