"""`grader autograde` as it is, with a clock held beside its parts.

    python -m benchmarks.ours COURSE [OPTION...]

Runs the command, then prints a line of JSON: seconds by the clock until the workers were ready, and
in the one writer. What a submission took in its parts stands in the store.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

STARTED = time.monotonic()


def main() -> None:
    from grader.cli import main as grader
    from grader.gradebook.settle import Settler
    from grader.grading.pool import Pool

    clock = {"start": 0.0, "record": 0.0}
    enter = Pool.__enter__

    def entered(pool: Pool) -> Pool:
        enter(pool)
        clock["start"] = time.monotonic() - STARTED
        return pool

    Pool.__enter__ = entered  # type: ignore[method-assign]
    for name in ("add", "finish"):
        setattr(Settler, name, _timed(getattr(Settler, name), clock))
    try:
        grader(["--course", sys.argv[1], "autograde", *sys.argv[2:]])
    finally:
        print(json.dumps(clock))


def _timed(function: Callable[..., Any], clock: dict[str, float]) -> Callable[..., Any]:
    def timed(*arguments: Any, **more: Any) -> Any:
        began = time.monotonic()
        try:
            return function(*arguments, **more)
        finally:
            clock["record"] += time.monotonic() - began

    return timed


def parts(root: Path) -> dict[str, float]:
    """Seconds of all submissions of a course together, by part, from its store."""
    total: dict[str, float] = {}
    for path in (root / ".grader" / "store").glob("*/*.json"):
        for name, seconds in json.loads(path.read_text())["record"]["run"]["seconds"].items():
            total[name] = total.get(name, 0.0) + seconds
    return total


if __name__ == "__main__":
    main()
