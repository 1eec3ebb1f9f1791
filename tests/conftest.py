"""`--draws N`: the matrix grades every kept answer under N secrets, and so on N sets of draws."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--draws", type=int, default=1, help="grade kept answers under so many secrets"
    )
