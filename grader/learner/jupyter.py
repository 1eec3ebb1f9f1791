"""Which notebooks are open in a Jupyter server: what is written under them could be lost there."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterable, Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any

from grader.course import Course
from grader.errors import Mistake

MOST_SECONDS = 2
"""for a server's answer"""


def not_open(course: Course, names: Iterable[str]) -> None:
    """Make sure that nobody has one of these files open in Jupyter.

    Raises:
        Mistake: naming the first that is open.
    """
    for name in names:
        if is_open(course.root / name):
            raise Mistake(
                f"nothing is changed: {name} is open in Jupyter, where you may have unsaved work; "
                "save it, choose File > Close and Shut Down Notebook, and run this again"
            )


def is_open(path: Path) -> bool:
    """Whether a notebook has a kernel in a Jupyter server of this user.

    Editors that start kernels without a server, such as VS Code, cannot be asked.
    """
    # The check costs a few milliseconds; jupyter_server's own list of servers takes a second or
    # more to import, and `grader reset` should start at once.
    if path.suffix != ".ipynb" or not path.is_file():
        return False
    return any(path.samefile(other) for other in _open_notebooks())


def _open_notebooks() -> Iterator[Path]:
    from jupyter_core.paths import jupyter_runtime_dir

    for info in Path(jupyter_runtime_dir()).glob("jpserver-*.json"):
        try:
            server = json.loads(info.read_text(encoding="utf-8"))
            sessions = _ask(f"{server['url']}api/sessions", server["token"])
            notebooks = [Path(server["root_dir"], session["path"]) for session in sessions]
        except (OSError, HTTPException, ValueError, KeyError, TypeError):
            continue  # it has ended, or does not tell
        yield from (path for path in notebooks if path.is_file())


def _ask(url: str, token: str) -> Any:
    request = urllib.request.Request(url, headers={"Authorization": f"token {token}"})
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a token goes along
    with straight.open(request, timeout=MOST_SECONDS) as answer:
        return json.load(answer)
