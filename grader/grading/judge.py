"""The judge: a warm, trusted process that holds hidden tests and grades one submission at a time.

`python -m grader.grading.judge FOLDER FD...` is started by the pool. It imports PyTorch and pytest
once, collects the hidden tests of every unit once, then forks one worker for each socket; a worker
that dies is replaced. Workers take jobs as JSON frames and answer with `Graded`, as JSON too. The
end of the sockets is the end of it all; the empty folder goes with it.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import inspect
import json
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from socket import socket
from typing import Any, Literal

import pytest
from _pytest.runner import runtestprotocol  # the protocol of one item, without its logging

from grader import sandbox
from grader.course import Exercise
from grader.grading import verdict as status
from grader.grading.collect import Raw
from grader.grading.kit import Kit, files_from_json, kit_from_json
from grader.grading.questions import packed
from grader.grading.sanitise import Prepared, not_started, prepare
from grader.grading.subject import LearnerSubject, kind_of
from grader.grading.verdict import Graded, TestResult, Verdict, score, to_json
from grader.plain_text import harmless
from grader.testing.compare import CheckFailed
from grader.testing.fixtures import SUBJECT, HiddenFixtures, fixtures_of
from grader.testing.hidden import hidden_module
from grader.testing.probe import LearnerError

MAX_MESSAGE = 3000
JOBS_PER_WORKER = 250  # then a fresh fork: whatever a library leaks ends with the process

# Of pytest's own plugins, those that nobody sees the work of; `logging` alone took longer for each
# test than all the rest of pytest.
LEFT_OUT = (
    "cacheprovider",
    "terminal",
    "warnings",
    "logging",
    "unraisableexception",
    "threadexception",
    "faulthandler",
    "grader",
    "xdist",
)

NOTES = {
    status.NOT_STARTED: "Nothing was written here yet.",
    status.CRASHED: "The Python process that ran the code ended before it was through.",
    status.TIMED_OUT: "The code ran past its time limit.",
    status.OUT_OF_MEMORY: "The code asked for more memory than the limit.",
    status.TOO_MANY_PROCESSES: "The code started more processes or threads than the limit.",
}


class NotJudged(Exception):
    """A hidden test did not judge: ours to mend, and no learner loses points for it."""


class Judge(HiddenFixtures):
    """A pytest plugin that collects from kits and judges one submission after the other."""

    def __init__(self, kits: dict[str, Kit], address: str, tier: str) -> None:
        self.kits, self.address, self.tier = kits, address, tier
        self.items: dict[tuple[str, str], list[pytest.Item]] = {}
        self.results: list[TestResult] = []
        self.broken: sandbox.SandboxError | NotJudged | None = None

    # -------------------------------------------------------------------------- collecting

    def collect(self, session: pytest.Session) -> None:
        """Make the items of every unit's hidden tests.

        Raises:
            pytest.Collector.CollectError: for a test file that does not import.
        """
        for name, kit in self.kits.items():
            common = kit.hidden.get("common.py")
            for exercise in kit.unit.exercises:
                file = kit.test_file(exercise.name)
                path = Path(session.config.rootpath, name, file)
                module = hidden_module(session, path, kit.hidden[file], common)
                items = [*session.genitems(module)]
                for each in vars(module.obj).values():
                    if getattr(each, "__probe__", False):
                        packed(each)  # here once, or in each worker again
                self.items[name, exercise.name] = items
                session.items += items

    # ----------------------------------------------------------------------------- judging

    def grade(self, session: pytest.Session, job: dict[str, Any]) -> Graded:
        """Grade one submission of a unit.

        Args:
            job: {"unit", "student", "seed" (hex), "files" (base64), "left_out", "refused",
                "exercises"}.
        """
        begun, cpu = time.perf_counter(), time.process_time()
        kit = self.kits[job["unit"]]
        raw = Raw(files_from_json(job["files"]), tuple(job["left_out"]), job["refused"])
        prepared = prepare(kit, raw)
        subject = LearnerSubject(kit, prepared, self.address, bytes.fromhex(job["seed"]))
        session.config.stash[SUBJECT] = subject
        wanted = [kit.unit.exercise(name) for name in job["exercises"]]
        try:
            if not prepared.refused and kit.unit.form == "notebook":
                subject.load()  # its outputs are wanted even where no test asks it anything
            verdicts = tuple(self._verdict(kit, prepared, subject, exercise) for exercise in wanted)
            subject.show()
        finally:
            subject.close()
        return Graded(
            student=job["student"],
            unit=job["unit"],
            verdicts=verdicts,
            repairs=tuple(harmless(repair, 300) for repair in prepared.repairs)[:50],
            outputs=harmless_outputs(
                subject.outputs, {i for i, _ in prepared.cells + prepared.tries}
            ),
            printed=subject.printed,
            tier=self.tier,
            seconds={
                "wall": round(time.perf_counter() - begun, 4),
                "load": round(subject.loading, 4),
                "probes": round(subject.asking, 4),
                "judge_cpu": round(time.process_time() - cpu, 4),
                "learner_cpu": round(subject.cpu, 4),
            },
        )

    def _verdict(
        self, kit: Kit, prepared: Prepared, subject: LearnerSubject, exercise: Exercise
    ) -> Verdict:
        if prepared.refused:
            note = harmless(prepared.refused, 500)
            return Verdict(exercise.name, status.REFUSED, 0.0, exercise.points, (), note)
        if not_started(kit, prepared.text, exercise.name):
            note = NOTES[status.NOT_STARTED]
            return Verdict(exercise.name, status.NOT_STARTED, 0.0, exercise.points, (), note)
        self.results, subject.patience = [], 1.0
        for item in self.items[kit.unit.name, exercise.name]:
            self._run(item, subject)
        if self.broken:
            broken, self.broken = self.broken, None
            raise broken  # ours to mend: no learner loses points for it
        tests = tuple(self.results)
        how, points = _status(tests), score(exercise.points, tests)
        note = NOTES.get(how, "")
        if subject.unloadable and how != status.NOT_STARTED:
            how = kind_of(subject.unloadable) or status.CRASHED
            note = harmless(f"The code could not be loaded: {subject.unloadable}", 500)
        return Verdict(exercise.name, how, points, exercise.points, tests, note)

    def _run(self, item: Any, subject: LearnerSubject) -> None:
        """Run a test. One that has only our fixtures and marks is called here: pytest would find
        nothing else to do for it, in more time than most tests take."""
        marks = {mark.name for mark in item.iter_markers()}
        arguments = None
        if isinstance(item, pytest.Function) and marks <= {"weight"}:
            arguments = fixtures_of(item, subject)
        if arguments is None:
            runtestprotocol(item, log=False)
            return
        try:
            item.obj(**arguments)
        except (Exception, pytest.fail.Exception, pytest.skip.Exception) as error:
            # Whatever a comparison raises on a strange answer fails the test. pytest's own two are
            # no Exceptions, and have to be named.
            self._note(item, error)
        else:
            self._note(item, None)

    def _note(self, item: pytest.Item, error: BaseException | None) -> None:
        if isinstance(error, pytest.skip.Exception):
            error = NotJudged(f"the hidden test {item.name} skips; it has to judge")
        if isinstance(error, sandbox.SandboxError | NotJudged):
            self.broken = error
        self.results.append(result_of(item, error))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Note the result. The report itself is bare: pytest's own would spend its time on
        formatting a traceback that nobody reads."""
        error = call.excinfo.value if call.excinfo else None
        # A test is one result: its call, or the set-up that kept it from being called.
        if call.when == "call" or (call.when == "setup" and error is not None):
            self._note(item, error)
        outcome: Literal["passed", "failed"] = "failed" if error else "passed"
        when: Any = call.when
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, when)


def result_of(item: pytest.Item, error: BaseException | None) -> TestResult:
    """A test's result, and what the learner reads of it: its docstring and what came."""
    mark = item.get_closest_marker("weight")
    weight = float(mark.args[0]) if mark else 1.0
    if error is None:
        return TestResult(item.name, True, weight)
    idea = inspect.cleandoc(getattr(item, "obj", item).__doc__ or item.name.replace("_", " "))
    message = f"{idea}\n\n{_detail(error)}".strip()
    return TestResult(item.name, False, weight, harmless(message, MAX_MESSAGE), kind_of(error))


def _detail(error: BaseException) -> str:
    if isinstance(error, CheckFailed):
        return str(error)
    if isinstance(error, LearnerError):
        place = "".join(
            f"\n  {frame.file}, line {frame.line}: {frame.code}" for frame in error.frames[-3:]
        )
        if "NotImplementedError" in error.kinds:
            return f"This part is still to do: {error.message}"
        if error.kind in ("Timeout", "Crash", "BrokenChannel", "TooLarge"):
            return f"{error.message}{place}"
        return f"Your code raised {error}{place}"
    if isinstance(error, AssertionError):
        return ""
    # The test could not make sense of what came: a wrong kind of value, or a fault of its own.
    return f"The test could not use what your code gave back ({type(error).__name__})."


def _status(tests: Iterable[TestResult]) -> str:
    kinds = [test.kind for test in tests if not test.passed]
    if not any(test.passed for test in tests) and kinds and set(kinds) == {status.NOT_STARTED}:
        return status.NOT_STARTED
    limits = [kind for kind in kinds if kind not in ("", status.NOT_STARTED)]
    return limits[0] if limits else status.GRADED


# ---------------------------------------------------------------------------- outputs

MAX_PICTURE = 3 << 20
MAX_SHOWN = 6 << 20
"""characters of all that a notebook showed; its own side keeps less, but may lie"""
BASE64 = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\n")


def harmless_outputs(raw: Any, cells: set[str]) -> dict[str, list[dict[str, Any]]]:
    """What a notebook showed, with nothing in it but text and PNG pictures."""
    if not isinstance(raw, dict):
        return {}
    kept: dict[str, list[dict[str, Any]]] = {}
    room = MAX_SHOWN
    for cell, outputs in raw.items():
        if cell not in cells or not isinstance(outputs, list):
            continue
        kept[cell] = []
        for output in map(harmless_output, outputs[:50]):
            size = len(json.dumps(output))
            if output and size <= room:
                kept[cell].append(output)
                room -= size
    return kept


def harmless_output(raw: Any) -> dict[str, Any] | None:
    if not isinstance(raw, dict):
        return None
    kind = raw.get("output_type")
    if kind == "stream" and raw.get("name") in ("stdout", "stderr"):
        return {"output_type": kind, "name": raw["name"], "text": _text(raw.get("text"), 100_000)}
    if kind == "error":
        lines = raw.get("traceback")
        shown = [_text(line, 500) for line in lines[:20]] if isinstance(lines, list) else []
        name, value = (_text(raw.get(key), 2000) for key in ("ename", "evalue"))
        return {"output_type": kind, "ename": name, "evalue": value, "traceback": shown}
    if kind in ("display_data", "execute_result") and isinstance(raw.get("data"), dict):
        data: dict[str, str] = {}
        text, picture = raw["data"].get("text/plain"), raw["data"].get("image/png")
        if isinstance(text, str):
            data["text/plain"] = harmless(text, 100_000)
        if isinstance(picture, str) and _is_picture(picture):
            data["image/png"] = picture
        # One kind for both: an execute_result would need a count, and a gradable cell's would
        # be read by nbgrader as partial credit.
        return {"output_type": "display_data", "data": data, "metadata": {}} if data else None
    return None


def _text(raw: Any, limit: int) -> str:
    # Never str(): of a list in a list in a list, it can fail.
    return harmless(raw, limit) if isinstance(raw, str) else ""


def _is_picture(text: str) -> bool:
    return len(text) <= MAX_PICTURE and BASE64.issuperset(text.encode("utf-8", "replace"))


# ------------------------------------------------------------------------- the process


class _Service(Judge):
    """The judge as a process: workers on sockets.

    On the first socket come the kits, and when the tests are collected where the zygote is: it
    starts meanwhile. The answer says that all is ready.
    """

    def __init__(self, sockets: list[socket]) -> None:
        self.channels = [sandbox.Channel(end) for end in sockets]
        kits = [kit_from_json(raw) for raw in json.loads(self.channels[0].receive())]
        super().__init__({kit.unit.name: kit for kit in kits}, address="", tier="")

    def pytest_collection(self, session: pytest.Session) -> bool:
        session.items = []
        try:
            self.collect(session)
        except pytest.Collector.CollectError as error:
            self._say({"failed": str(error)})
            raise
        try:
            where = json.loads(self.channels[0].receive())
            self.address, self.tier = where["address"], where["tier"]
            self._say({"ready": True})
        except sandbox.ChannelError:
            self.channels = []  # who has started us is gone: no worker, no work
        return True

    def _say(self, message: dict[str, Any]) -> None:
        self.channels[0].send(json.dumps(message).encode())

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        import torch

        torch.set_num_threads(1)
        gc.collect()
        gc.freeze()  # or each worker would look through, and so copy, all that was imported
        workers = {self._fork(session, channel): channel for channel in self.channels}
        while workers:
            pid, how = os.wait()
            channel = workers.pop(pid)
            code = os.waitstatus_to_exitcode(how)
            if code == GONE:
                continue
            try:
                if code != RETIRED:
                    died = f"the judge's worker ended with {code}"
                    channel.send(json.dumps({"died": died}).encode())
            except sandbox.ChannelError:
                continue
            workers[self._fork(session, channel)] = channel
        return True

    def _fork(self, session: pytest.Session, channel: sandbox.Channel) -> int:
        pid = os.fork()
        if pid:
            return pid
        code = 1
        try:
            for other in self.channels:
                if other is not channel:
                    other.close()
            code = self._work(session, channel)
        finally:
            os._exit(code)

    def _work(self, session: pytest.Session, channel: sandbox.Channel) -> int:
        for _ in range(JOBS_PER_WORKER):
            try:
                job = json.loads(channel.receive(None))
                channel.send(json.dumps(self._answer(session, job)).encode())
            except sandbox.ChannelClosed:
                return GONE
        return RETIRED

    def _answer(self, session: pytest.Session, job: dict[str, Any]) -> dict[str, Any]:
        try:
            return to_json(self.grade(session, job))
        except (sandbox.SandboxError, NotJudged) as error:
            return {"died": str(error)}


# How a worker ends: the pool has closed its socket; it has done its share of jobs.
GONE, RETIRED = 76, 77


def main(folder: str, descriptors: list[int]) -> int:
    import torch  # warm: what a fork inherits is paid once

    from grader.torchvision_operators import mend_on_import

    mend_on_import()
    try:
        service = _Service([socket(fileno=descriptor) for descriptor in descriptors])
        if any(trains(text) for kit in service.kits.values() for text in kit.hidden.values()):
            import torch._dynamo  # noqa: F401  # the first optimizer would, in every worker
        os.chdir(folder)
        arguments = ["-s", "-c", os.devnull, "--rootdir", folder, "--assert=plain"]
        arguments += [part for plugin in LEFT_OUT for part in ("-p", f"no:{plugin}")]
        return int(pytest.main([*arguments, folder], plugins=[service]))
    except sandbox.ChannelError:
        return GONE  # who has started us is gone
    finally:
        with contextlib.suppress(OSError):
            os.rmdir(folder)


def trains(text: str) -> bool:
    """Whether hidden tests use an optimizer on this side, too: outside their probes."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return False  # told when it is collected
    ours = [
        node
        for node in tree.body
        if not isinstance(node, (ast.Import, ast.ImportFrom))
        and "probe" not in map(ast.unparse, getattr(node, "decorator_list", []))
    ]
    return any("optim" in ast.unparse(node) for node in ours)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], [int(argument) for argument in sys.argv[2:]]))
