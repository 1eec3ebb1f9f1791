"""Makes the pictures of README and docs/ from real runs: `python docs/pictures.py`, some minutes.

A terminal's output becomes an SVG by rich. Fonts are left to whoever looks at it. The notebook's
come from `PICTURES=docs pytest tests/browser`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.text import Text

from grader import sample
from grader import source as sources
from grader.course import find
from grader.demo import make_class
from grader.release import release

HERE = Path(__file__).parent
GRADER = str(Path(sys.executable).parent / "grader")
WIDTH = 96
STUDENTS = ("ada", "agnes", "barbara", "cynthia", "grace", "guido", "karen", "sophie")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "course"
        make_class(find(HERE), course, STUDENTS, ["03_blocks"])
        graded = terminal(course, "grader autograde 03_blocks", [GRADER, "autograde", "03_blocks"])
        (HERE / "autograde.svg").write_text(graded, encoding="utf-8")
        write_attempts(course)
        checked = terminal(
            course,
            "pytest -q exercises/03_blocks",
            [
                sys.executable,
                "-m",
                "pytest",
                "exercises/03_blocks",
                *["-q", "-p", "no:cacheprovider"],
            ],
        )
        (HERE / "check.svg").write_text(checked, encoding="utf-8")
        release(find(HERE), Path(folder) / "learner")
        learn(Path(folder) / "learner")


def write_attempts(folder: Path) -> None:
    """A first evening: a right MLP, a MySequential that keeps its blocks in a plain list."""
    course = find(folder)
    unit = course.unit("03_blocks")
    cells = sources.read(course.solution(unit) / "blocks.py")
    wrong = sources.read_answer(HERE.parent / "tests/wrong/03_blocks/my_sequential/plain_list.py")
    answers = {"mlp": sample.solutions(cells)["mlp"], "my_sequential": wrong.source}
    sample.hand_in(course.released(unit), sample.submission_files(unit, cells, answers))


def learn(folder: Path) -> None:
    """A learner's round on the command line, then the same with `grader watch`."""
    answer(folder, "plain_list")
    run(folder, "grader check mlp")
    said = run(folder, "grader next")
    said += run(folder, "grader check my_sequential", note="after a first try")
    said += run(folder, "grader hint my_sequential")
    answer(folder, "")
    said += run(folder, "grader check my_sequential", note="after another one")
    said += run(folder, "grader progress")
    (HERE / "session.svg").write_text(picture("session", said), encoding="utf-8")
    (HERE / "watch.svg").write_text(picture("watch", watch(folder)), encoding="utf-8")


def answer(folder: Path, wrong: str) -> None:
    """Write a right MLP and MySequential, the latter wrong in a known way where it is named."""
    course = find(HERE)
    unit = course.unit("03_blocks")
    cells = sources.read(course.solution(unit) / "blocks.py")
    solved = sample.solutions(cells)
    answers = {name: solved[name] for name in ("mlp", "my_sequential")}
    if wrong:
        path = HERE.parent / f"tests/wrong/03_blocks/my_sequential/{wrong}.py"
        answers["my_sequential"] = sources.read_answer(path).source
    files = sample.submission_files(unit, cells, answers)
    (folder / "exercises/03_blocks/blocks.py").write_bytes(files["blocks.py"])


def watch(folder: Path) -> str:
    """What `grader watch` says while a learner saves twice and asks for a hint."""
    import pexpect

    with pexpect.spawn(
        GRADER, ["watch"], cwd=str(folder), env=environment(), encoding="utf-8", timeout=120
    ) as terminal:
        terminal.setwinsize(60, WIDTH)
        said = ""
        for action in (
            lambda: None,
            lambda: answer(folder, "plain_list"),
            lambda: terminal.send("h"),
            lambda: answer(folder, ""),
        ):
            action()
            terminal.expect("q quit.*?\n")
            said += terminal.before + terminal.after
            time.sleep(8)  # until the next worker is warm
        terminal.send("q")
    return "$ grader watch\n" + said.replace("\r\n", "\n")


def run(folder: Path, shown: str, note: str = "") -> str:
    """A command and what it says."""
    comment = f"   # {note}" if note else ""
    said = output(folder, [GRADER, *shown.split()[1:]])
    return f"$ {shown}{comment}\n{said.rstrip()}\n\n"


def output(folder: Path, command: list[str]) -> str:
    """What a command says, with the carriage returns that `text=True` would make line ends of."""
    ran = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, check=False)
    return ran.stdout.decode()


def environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    return {**kept, "COLUMNS": str(WIDTH), "FORCE_COLOR": "1", "TERM": "xterm-256color"}


def terminal(folder: Path, shown: str, command: list[str]) -> str:
    """An SVG of a terminal in which a command has run."""
    return picture(shown.split()[0], f"$ {shown}\n{output(folder, command)}")


def picture(name: str, said: str) -> str:
    """An SVG of a terminal; what was typed, behind a $, is bold."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        console = Console(file=nowhere, record=True, width=WIDTH, force_terminal=True)
        for line in said.rstrip().split("\n"):
            line = line.rpartition("\r")[2]  # what was written over is gone
            bold = "bold" if line.startswith("$ ") else ""
            text = Text.from_ansi(line)
            text.stylize(bold)
            console.print(text, soft_wrap=False)
        svg = console.export_svg(title="", unique_id=name)
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)  # no font from the network


if __name__ == "__main__":
    main()
