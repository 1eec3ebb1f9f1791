"""Warm processes that grade: one learner zygote, one judge, and as many workers as cores."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, TypeVar

from grader import sandbox
from grader.errors import Mistake
from grader.grading.kit import Kit, kit_to_json
from grader.grading.verdict import Graded, graded_from_json

# What a submission would import, or PyTorch for it, is imported before the fork; what none of them
# needs only makes each fork take longer.
PRELOAD = (
    "torch",
    "torch._dynamo",
    "torch.profiler._cupti_monitor",
    "numpy",
    "safetensors.torch",
    "cloudpickle",
    "grader.grading.learner_process",
)
FOR_PICTURES = ("matplotlib.pyplot",)
FOR_NOTEBOOKS = (
    "IPython.core.interactiveshell",
    "matplotlib_inline.backend_inline",
    "grader.grading.notebook",
)
ENTRY = "grader.grading.learner_process:serve"

# A judge imports PyTorch and collects; on a cold disk that has taken 20 seconds.
START_SECONDS = 180
END_SECONDS = 2.0
Answer = TypeVar("Answer")


class PoolError(Mistake):
    """The grading processes cannot be started, or have ended, in one line."""


class Died(Exception):
    """A job came to no answer, through no fault of the learner's."""


class Pool:
    """Grades jobs side by side. A context manager: leaving it ends every process.

    Args:
        kits: the units that may be graded.
        jobs: how many workers.
        tier: the sandbox to use.
    """

    def __init__(self, kits: Iterable[Kit], jobs: int, tier: sandbox.Tier) -> None:
        self.kits, self.jobs, self.tier = tuple(kits), jobs, tier
        self._stack = contextlib.ExitStack()
        self._idle: queue.SimpleQueue[sandbox.Channel] = queue.SimpleQueue()

    def __enter__(self) -> Pool:
        try:
            self._start()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def _start(self) -> None:
        pairs = [socket.socketpair() for _ in range(self.jobs)]
        theirs = [their for _, their in pairs]
        workers = [sandbox.Channel(ours) for ours, _ in pairs]
        folder = self._stack.enter_context(_empty_folder())
        command = [sys.executable, "-m", "grader.grading.judge"]
        judge = subprocess.Popen(
            [*command, folder, *(str(end.fileno()) for end in theirs)],
            pass_fds=[end.fileno() for end in theirs],
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the pool alone, which then ends the judge
        )
        self._stack.callback(_end, judge, [ours for ours, _ in pairs])
        for end in theirs:
            end.close()
        try:
            # Both import PyTorch meanwhile, each on a core of its own; the judge reads only then.
            sending = threading.Thread(target=self._send_kits, args=[workers[0]])
            sending.start()
            self._zygote = sandbox.Zygote(preload(self.kits), ENTRY, self.tier)
            self._stack.enter_context(self._zygote)
            sending.join()
            where = {"address": self._zygote.address, "tier": self.tier.value}
            workers[0].send(json.dumps(where).encode())
            answer = json.loads(workers[0].receive(START_SECONDS))
        except sandbox.ChannelError:
            raise PoolError("the judge did not start; its own message stands above") from None
        if "failed" in answer:
            raise PoolError(f"a hidden test cannot be imported: {answer['failed']}")
        for worker in workers:
            self._idle.put(worker)

    def _send_kits(self, judge: sandbox.Channel) -> None:
        with contextlib.suppress(sandbox.ChannelError):  # who waits for the answer will notice
            kits = [kit_to_json(kit) for kit in self.kits]
            judge.send(json.dumps(kits).encode(), START_SECONDS)

    def grade_one(self, job: dict[str, Any]) -> Graded | Died:
        """Grade a job, as soon as a worker is free. For any thread.

        Raises:
            PoolError: the judge has ended.
        """
        worker = self._idle.get()
        try:
            worker.send(json.dumps(job).encode())
            answer = json.loads(worker.receive(None))
        except sandbox.ChannelError:
            raise PoolError("the judge has ended; what was graded is kept, run it again") from None
        finally:
            self._idle.put(worker)
        if "died" in answer:
            self._check_zygote()
            return Died(answer["died"])
        return graded_from_json(answer)

    def _check_zygote(self) -> None:
        """Raises PoolError where no sandbox can be had any more: all other jobs would fail, too."""
        try:
            self._zygote.state()
        except sandbox.SandboxError:
            raise PoolError(
                "the process that makes sandboxes has ended; what was graded is kept, run it again"
            ) from None

    def grade(
        self, jobs: Iterable[dict[str, Any]]
    ) -> Iterator[tuple[dict[str, Any], Graded | Died]]:
        """Each job with its `Graded`, or with `Died`, in the order in which they are done."""
        return each_done(self.grade_one, jobs, self.jobs)


def preload(kits: Iterable[Kit]) -> tuple[str, ...]:
    """The modules that submissions of these units will want."""
    names: tuple[str, ...] = PRELOAD
    if any("matplotlib" in text for kit in kits for text in (kit.module, *kit.hidden.values())):
        names += FOR_PICTURES
    if any(kit.unit.form == "notebook" for kit in kits):
        names += FOR_PICTURES + FOR_NOTEBOOKS
    return names


def each_done(
    work: Callable[[dict[str, Any]], Answer], jobs: Iterable[dict[str, Any]], threads: int
) -> Iterator[tuple[dict[str, Any], Answer]]:
    """Each job with what `work` makes of it, so many at a time, as they are done.

    Each thread takes its next job as soon as it has done one, whatever the caller does meanwhile.
    """
    waiting, turn = iter(jobs), threading.Lock()
    done: queue.SimpleQueue[tuple[dict[str, Any] | None, Any]] = queue.SimpleQueue()

    def serve() -> None:
        try:
            while True:
                with turn:
                    job = next(waiting, None)
                if job is None:
                    break
                done.put((job, work(job)))
        except BaseException as error:
            done.put((None, error))
        else:
            done.put((None, None))

    for _ in range(threads):
        threading.Thread(target=serve, daemon=True).start()
    while threads:
        job, answer = done.get()
        if job is not None:
            yield job, answer
        elif answer is not None:
            raise answer
        else:
            threads -= 1


@contextlib.contextmanager
def _empty_folder() -> Iterator[str]:
    """Where the judge is: pytest looks around there. Removed by it, too, should we be killed."""
    folder = tempfile.mkdtemp(prefix="grader-judge-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _end(judge: subprocess.Popen[bytes], ends: list[socket.socket]) -> None:
    for end in ends:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)  # wakes a thread that waits on it
    try:
        judge.wait(timeout=END_SECONDS)
    except subprocess.TimeoutExpired:
        # Workers in the middle of a submission: the whole session goes.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(judge.pid, signal.SIGKILL)
        judge.wait()
