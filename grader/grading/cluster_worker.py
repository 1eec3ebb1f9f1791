"""What a cluster's worker does: it holds the hidden tests, and grades what it is sent.

Hidden tests come in a worker plugin and stay in memory: no task's argument holds them, as Dask may
write those to a disk. The worker keeps a pool of its own (grader.grading.pool), in a sandbox that
it has tried itself.
"""

from __future__ import annotations

import contextlib
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from distributed import WorkerPlugin, get_worker

from grader import __version__, sandbox
from grader.errors import Mistake
from grader.grading.kit import Kit, kit_from_json, kit_to_json
from grader.grading.pool import Died, Pool
from grader.grading.verdict import Graded, to_json


class ClusterError(Mistake):
    """The cluster cannot be used, or was lost, in one line."""


@dataclass(frozen=True)
class About:
    """What a worker says of itself."""

    grader: str
    torch: str
    tier: str
    """the sandbox that it has, "" where it has none"""

    @classmethod
    def here(cls, *, unsafe: bool) -> About:
        """What can be said of this machine."""
        tier = "unsafe" if unsafe else ""
        with contextlib.suppress(sandbox.SandboxError):
            tier = tier or sandbox.detect().tier.value
        return cls(__version__, version("torch"), tier)

    def differs(self, wanted: About) -> str:
        """Why results from here would not be the same, "" if they are."""
        for name in ("grader", "torch"):
            mine, theirs = getattr(self, name), getattr(wanted, name)
            if mine != theirs:
                return f"it has {name} {mine}, here is {theirs}; install the same on both"
        return "" if self.tier else "no sandbox holds there; run `grader doctor` on it"


def grade(name: str, job: dict[str, Any]) -> dict[str, Any]:
    """The task: this worker's plugin does it, and answers in plain data."""
    plugin: Any = get_worker().plugins[name]
    graded = plugin.grade(job)
    return {"died": str(graded)} if isinstance(graded, Died) else to_json(graded)


class Grading(WorkerPlugin):
    """The hidden tests on a worker, and the pool that grades with them.

    The pool starts with the first job: a worker that gets none needs none.
    """

    def __init__(self, kits: Sequence[Kit], unsafe: bool) -> None:
        self.unsafe = unsafe
        self.wanted = About(__version__, version("torch"), "")
        self._kits = [kit_to_json(kit) for kit in kits]
        self._data = {
            name: content
            for kit in kits
            for name, content in _files(Path(kit.data_root), kit.unit.data)
        }

    def setup(self, worker: Any) -> None:
        self._jobs = worker.state.nthreads
        self._stack = contextlib.ExitStack()
        self._pool: Pool | None = None
        self._starting = threading.Lock()

    def teardown(self, worker: Any) -> None:
        self._stack.close()

    def grade(self, job: dict[str, Any]) -> Graded | Died:
        with self._starting:
            if self._pool is None:
                self._pool = self._start()
        return self._pool.grade_one(job)

    def _start(self) -> Pool:
        about = About.here(unsafe=self.unsafe)
        differs = about.differs(self.wanted)
        if differs:  # one that has come later, and so was not asked at first
            raise ClusterError(f"worker {get_worker().address} cannot take part: {differs}")
        folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="grader-data-"))
        Path(folder).chmod(0o755)
        for name, content in self._data.items():
            target = Path(folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        kits = [replace(kit_from_json(kit), data_root=folder) for kit in self._kits]
        pool = Pool(kits, self._jobs, sandbox.Tier(about.tier))
        return self._stack.enter_context(pool)


def _files(root: Path, folders: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The data that learners' code may read: no secret, and so on a worker's disk."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                yield path.relative_to(root).as_posix(), path.read_bytes()
