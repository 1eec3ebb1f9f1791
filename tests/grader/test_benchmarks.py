"""The page of measurements: each set of figures replaces its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def write(page: Path, name: str, text: str) -> None:
    script = (
        "import sys; from pathlib import Path; from benchmarks.report import write_section\n"
        "write_section(sys.argv[2], sys.argv[3], Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", script, str(page), name, text]
    subprocess.run(command, cwd=ROOT, check=True)


def test_a_section_replaces_itself_alone(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text("# Figures\n\nBy hand.\n")
    write(page, "class", "first")
    write(page, "kills", "none")
    write(page, "class", "second")
    assert page.read_text() == (
        "# Figures\n\nBy hand.\n\n"
        "<!-- begin class -->\nsecond\n<!-- end class -->\n\n"
        "<!-- begin kills -->\nnone\n<!-- end kills -->\n"
    )
