"""Grades on other machines: a Dask cluster in place of the pool on this one.

Work goes out by content, so workers need no shared disk, only the same grader and PyTorch. What a
worker does with it stands in grader.grading.cluster_worker. One that dies has its work done by
another.
"""

from __future__ import annotations

import contextlib
import queue
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any

from distributed import Client, KilledWorker

from grader.errors import Mistake
from grader.grading.cluster_worker import About, ClusterError, Grading, grade
from grader.grading.kit import Kit
from grader.grading.pool import Died
from grader.grading.verdict import Graded, graded_from_json

CONNECT_SECONDS = 15
LOST_SECONDS = 120.0  # how long a cluster may be without any worker
QUEUED = 2  # jobs for each thread: one that it does, one that waits beside it


class Cluster:
    """Grades jobs on the workers of a Dask scheduler. A context manager.

    Args:
        address: the scheduler's, such as tcp://10.0.0.1:8786.
        kits: the units that may be graded.
        say: told, in a sentence, who the workers are.

    Raises:
        ClusterError: from `__enter__`, where nobody answers there, or a worker's grader or PyTorch
            is another than ours.
    """

    def __init__(
        self,
        address: str,
        kits: Sequence[Kit],
        *,
        unsafe: bool = False,
        say: Callable[[str], None] = print,
    ) -> None:
        self.address, self.say = address, say
        self._name = f"grader-{secrets.token_hex(8)}"
        self._plugin = Grading(kits, unsafe)

    def __enter__(self) -> Cluster:
        try:
            self._client = Client(self.address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(f"no Dask scheduler answers at {self.address} ({error})") from None
        try:
            self._meet()
        except BaseException:
            self._client.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(Exception):  # it may be gone
            self._client.unregister_worker_plugin(self._name)
        self._client.close()

    def _meet(self) -> None:
        """Ask who the workers are, refuse those that do not fit, give the others the tests."""
        found = self._client.run(About.here, unsafe=self._plugin.unsafe, on_error="return")
        if not found:
            raise ClusterError(f"the cluster at {self.address} has no workers; start some")
        for worker, about in found.items():
            differs = about.differs(self._plugin.wanted) if isinstance(about, About) else about
            if differs:
                raise ClusterError(f"worker {worker} cannot take part: {differs}")
        self._client.register_plugin(self._plugin, name=self._name)
        tiers = ", ".join(sorted({about.tier for about in found.values()}))
        wanted = self._plugin.wanted
        self.say(
            f"{len(found)} workers, {self._threads()} submissions at a time; "
            f"grader {wanted.grader}, torch {wanted.torch}, sandbox: {tiers}"
        )

    def grade(
        self, jobs: Iterable[dict[str, Any]]
    ) -> Iterator[tuple[dict[str, Any], Graded | Died]]:
        """Each job with its `Graded`, or with `Died`, in the order in which they are done.

        Raises:
            ClusterError: all workers are gone, or the scheduler is.
        """
        waiting = iter(jobs)
        running: dict[str, tuple[dict[str, Any], Any]] = {}
        done: queue.SimpleQueue[Any] = queue.SimpleQueue()

        def send() -> None:
            job = next(waiting, None)
            if job is not None:
                key = f"{self._name}-{secrets.token_hex(8)}"
                future = self._client.submit(grade, self._name, job, key=key, pure=False)
                running[key] = job, future
                future.add_done_callback(done.put)

        for _ in range(QUEUED * self._threads()):
            send()
        while running:
            future = self._next(done)
            job, _ = running.pop(future.key)
            send()  # before the caller does anything with the answer
            yield job, _answer(future)

    def _next(self, done: queue.SimpleQueue[Any]) -> Any:
        """The next future that is done."""
        alone_since: float | None = None
        while True:
            with contextlib.suppress(queue.Empty):
                return done.get(timeout=2.0)
            if self._threads():
                alone_since = None
                continue
            alone_since = alone_since or time.monotonic()
            if time.monotonic() - alone_since > LOST_SECONDS:
                raise ClusterError(
                    f"the cluster at {self.address} has lost all its workers; start some and run "
                    "the same command again, it goes on from there"
                )

    def _threads(self) -> int:
        return sum(self._client.nthreads().values())


def _answer(future: Any) -> Graded | Died:
    if future.status in ("cancelled", "lost"):
        raise ClusterError(
            "the cluster's scheduler is gone; run the same command again, it goes on from there"
        )
    error = future.exception()
    if isinstance(error, KilledWorker):
        return Died("each worker that graded it has died")
    if isinstance(error, Mistake):
        raise ClusterError(str(error))
    if error is not None:
        return Died(f"{type(error).__name__}: {error}")
    answer = future.result()
    return Died(answer["died"]) if "died" in answer else graded_from_json(answer)
