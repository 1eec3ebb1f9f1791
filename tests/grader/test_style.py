"""The code keeps to its own rules: lint, format, types, and which folder may import which."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# From the ground up: a part imports only what stands above it. See CONTRIBUTING.md.
LAYERS = (
    ("errors", "files", "plain_text", "torchvision_operators"),
    ("course",),
    ("source",),
    ("build",),
    ("testing",),
    ("devices",),
    ("sandbox",),
    ("grading",),
    ("gradebook",),
    ("learner",),
    ("reports",),
    ("sample", "release", "grade_class", "doctor"),
    ("demo",),
    ("cli",),
)
LEVEL = {part: level for level, parts in enumerate(LAYERS) for part in parts}


def tool(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_lint() -> None:
    ran = tool("ruff", "check", "--no-cache", "--output-format", "concise")
    assert ran.returncode == 0, ran.stdout


def test_format() -> None:
    ran = tool("ruff", "format", "--no-cache", "--check")
    assert ran.returncode == 0, ran.stdout


@pytest.mark.slow
def test_types() -> None:
    ran = tool("mypy")
    assert ran.returncode == 0, ran.stdout


def test_a_part_imports_only_what_stands_above_it() -> None:
    wrong = []
    for path in sorted((ROOT / "grader").rglob("*.py")):
        part = path.relative_to(ROOT / "grader").parts[0].removesuffix(".py")
        if part == "__init__":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for name in _imported(node):
                other = name.split(".")[1]
                if LEVEL[other] > LEVEL[part]:
                    wrong.append(f"{path.relative_to(ROOT)} imports grader.{other}")
    assert not wrong


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [a.name for a in node.names if a.name.startswith("grader.")]
    if isinstance(node, ast.ImportFrom) and node.module == "grader":
        return [f"grader.{a.name}" for a in node.names if a.name in LEVEL]
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("grader."):
        return [node.module or ""]
    return []


def test_the_project_speaks_of_no_machine() -> None:
    """No absolute path of whoever wrote it stands in a tracked file."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = listed.stdout.split("\0")[:-1]
    texts = (".py", ".md", ".toml", ".txt", ".ipynb")
    marks = [f"{ROOT}/", f"{Path.home()}/"]
    for name in names:
        path = ROOT / name
        if name.startswith("tests/attacks/code/"):
            continue  # an attack names the places it looks into
        if path.suffix in texts and path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not [mark for mark in marks if mark in text], name
