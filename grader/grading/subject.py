"""The trusted end of a learner's process: asks it questions, believes nothing it says."""

from __future__ import annotations

import hmac
import json
import secrets
import time
from collections.abc import Callable
from typing import Any

from grader import sandbox
from grader.course import Limits
from grader.grading import verdict as status
from grader.grading.kit import Kit
from grader.grading.questions import Packer
from grader.grading.sanitise import Prepared
from grader.plain_text import CUT, harmless
from grader.testing.forbid import Source
from grader.testing.plain import NotPlain, decode
from grader.testing.probe import Frame, LearnerCrash, LearnerError, LearnerTimeout

# How long the process may take to give up after its own clock has told it to.
GRACE = 1.0
MAX_STARTS = 12
NONCE = 16
MAX_LISTED = 20
"""kinds and frames of an error that are kept"""


class LearnerSubject:
    """One submission in its sandbox, started when first asked and again after it died.

    Args:
        address: where the learner zygote listens.
        seed: what this student's draws depend on.
    """

    def __init__(self, kit: Kit, prepared: Prepared, address: str, seed: bytes) -> None:
        self.kit, self.prepared, self.address, self.seed = kit, prepared, address, seed
        self.limits: Limits = kit.unit.limits
        self.outputs: dict[str, Any] = {}
        self.printed = ""
        self.cpu = 0.0
        """seconds of processor time in the sandbox"""
        self.loading, self.asking = 0.0, 0.0
        """seconds by the clock until the code was loaded, and waiting for answers"""
        self.patience = 1.0
        """the part of the probe limit that is left to this exercise; halved by each timeout"""
        self._box: sandbox.Sandboxed | None = None
        self._packer = Packer()
        self._starts = 0
        self._deadline = time.monotonic() + self.limits.seconds
        self._unloadable: LearnerError | None = None

    # ------------------------------------------------------------------ for hidden tests

    def call(self, function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
        if self._unloadable:
            known = self._unloadable
            raise type(known)(known.kinds, known.message, known.frames)
        box = self._box or self._start()
        seconds = max(0.5, self.limits.probe_seconds * self.patience)
        seconds = max(0.1, min(seconds, self._deadline - time.monotonic()))
        nonce = secrets.token_bytes(NONCE)
        question = self._packer.question(function, arguments, seconds, nonce)
        tag, body = self._ask(box, question, nonce, seconds)
        if tag == b"V":
            try:
                return decode(body)
            except NotPlain as error:
                self._broken(str(error))
        raise self._told(tag, body, seconds)

    def source(self, exercise: str) -> Source:
        return Source(self.prepared.text, self.kit.unit.exercise(exercise).object)

    def key(self, exercise: str) -> bytes:
        return hmac.digest(self.seed, exercise.encode(), "sha256")

    # ------------------------------------------------------------------- for the judge

    def load(self) -> None:
        """Start the process and load the submission, even if no test will ask anything."""
        try:
            if not self._box and not self._unloadable:
                self._start()
        except LearnerError:
            pass

    def show(self) -> None:
        """Run the cells for trying out, for what they show; what goes wrong costs nothing."""
        if self._unloadable or not self._box or not self.prepared.tries:
            return
        seconds = self.limits.probe_seconds
        patience = min(seconds * len(self.prepared.tries), self._deadline - time.monotonic())
        try:
            nonce = secrets.token_bytes(NONCE)
            question = self._packer.cells(list(self.prepared.tries), seconds, nonce)
            tag, body = self._ask(self._box, question, nonce, patience)
        except LearnerError:
            return
        if tag == b"L":
            shown = _json(body).get("outputs")
            self.outputs |= shown if isinstance(shown, dict) else {}

    @property
    def unloadable(self) -> LearnerError | None:
        """What kept the submission from being loaded at all."""
        return self._unloadable

    def close(self) -> None:
        if self._box is not None:
            self._end()

    # ----------------------------------------------------------------------- inside

    def _start(self) -> sandbox.Sandboxed:
        if self._starts >= MAX_STARTS or time.monotonic() >= self._deadline:
            self._unloadable = LearnerTimeout(
                ("Timeout",),
                f"The submission as a whole used up its {self.limits.seconds:g} seconds.",
            )
            raise self._unloadable
        self._starts += 1
        began = time.monotonic()
        unit = self.kit.unit
        order = {
            "form": unit.form,
            "stem": unit.stem,
            "cells": self.prepared.cells,
            "seconds": max(1.0, self._deadline - time.monotonic()),
            "cell_seconds": self.limits.probe_seconds,
            "simulator": unit.simulator,
            "output": self.limits.output_kb,
        }
        box = sandbox.spawn(
            self.address,
            self.prepared.files,
            _sandbox_limits(self.limits, self._deadline - time.monotonic()),
            json.dumps(order).encode(),
            data={name: f"{self.kit.data_root}/{name}" for name in unit.data},
        )
        self._box, self._packer = box, Packer()
        try:
            answer = self._exchange(box, b"", self._deadline - time.monotonic() + GRACE)
            if answer[:1] == b"L":
                outputs = _json(answer[1:]).get("outputs")
                self.outputs = outputs if isinstance(outputs, dict) else {}
                return box
            if answer[:1] not in (b"E", b"T"):
                self._broken("it did not say that it was ready")
            raise self._told(answer[:1], answer[1:], self.limits.seconds)
        except LearnerError as error:
            self.close()
            self._unloadable = error
            raise
        finally:
            self.loading += time.monotonic() - began

    def _ask(
        self, box: sandbox.Sandboxed, question: bytes, nonce: bytes, patience: float
    ) -> tuple[bytes, bytes]:
        """The tag and the body of the answer to one question."""
        began = time.monotonic()
        try:
            answer = self._exchange(box, question, patience + GRACE)
        finally:
            self.asking += time.monotonic() - began
        if answer[:NONCE] != nonce:
            self._broken("it sent an answer to a question that was not asked")
        return answer[NONCE : NONCE + 1], answer[NONCE + 1 :]

    def _exchange(self, box: sandbox.Sandboxed, question: bytes, seconds: float) -> bytes:
        try:
            if question:
                box.channel.send(question, timeout=seconds)
            return box.channel.receive(timeout=seconds)
        except sandbox.ChannelTimeout:
            self._end()
            self.patience /= 2
            raise LearnerTimeout(("Timeout",), _too_slow(seconds - GRACE)) from None
        except sandbox.ChannelError as error:
            ended = self._end()
            if isinstance(error, sandbox.FrameTooLarge):
                raise LearnerCrash(("TooLarge",), "It gave back far too much data.") from None
            raise _death(ended) from None

    def _broken(self, what: str) -> None:
        """The process does not keep to the rules of the channel: end it, count it as failed."""
        self._end()
        raise LearnerCrash(
            ("BrokenChannel",), f"The process that ran your code misbehaved: {what}."
        )

    def _end(self) -> sandbox.Exit:
        assert self._box is not None
        box, self._box = self._box, None
        # What has died by itself says so first; what lives is killed.
        ended = box.close()
        self.cpu += ended.cpu
        said = ended.output + (CUT if ended.output_cut else "")
        self.printed = harmless(self.printed + said, self.limits.output_kb * 1024 + len(CUT))
        return ended

    def _told(self, tag: bytes, body: bytes, seconds: float) -> LearnerError:
        """The error that the learner's side reported, with every text of it made harmless."""
        raw = _json(body)
        kinds = tuple(harmless(k, 80) for k in _some(raw, "kinds") if isinstance(k, str))
        message = raw.get("message")
        frames = tuple(_frame(f) for f in _some(raw, "frames") if isinstance(f, list))
        text = harmless(message, 2000) if isinstance(message, str) else ""
        if tag == b"T":
            self.patience /= 2
            return LearnerTimeout(("Timeout",), _too_slow(seconds), frames)
        if tag != b"E":
            return LearnerCrash(("BrokenChannel",), "The process that ran your code misbehaved.")
        if "MemoryError" in kinds:
            text = text or "It asked for more memory than the limit."
        return LearnerError(kinds or ("Exception",), text, frames)


def _sandbox_limits(limits: Limits, seconds: float) -> sandbox.Limits:
    return sandbox.Limits(
        wall=max(1.0, seconds) + 2 * GRACE,
        cpu=limits.cpu_seconds,
        memory=limits.memory_mb << 20,
        processes=limits.processes,
        scratch=limits.scratch_mb << 20,
        output=limits.output_kb << 10,
    )


def _too_slow(seconds: float) -> str:
    return (
        f"It did not come to an end within {seconds:.3g} seconds. Look for a loop whose condition "
        "never becomes false."
    )


def _death(ended: sandbox.Exit) -> LearnerError:
    if ended.reason == "timed out":
        return LearnerTimeout(("Timeout",), "It used up its time.")
    if ended.reason == "out of memory":
        return LearnerCrash(("MemoryError",), "It asked for more memory than the limit.")
    if ended.reason == "too many processes":
        return LearnerCrash(
            ("BlockingIOError",), "It started more processes or threads than the limit."
        )
    if ended.reason == "too much disk":
        return LearnerCrash(("OSError",), f"It wrote too many files or bytes: {ended.detail}.")
    how = f" ({harmless(ended.detail, 80)})" if ended.detail else ""
    return LearnerCrash(
        ("Crash",),
        f"The Python process ended in the middle of your code{how}. "
        "Calls such as exit() end it, and so does a crash of the interpreter.",
    )


def _json(body: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return raw if isinstance(raw, dict) else {}


def _some(raw: dict[str, Any], name: str) -> list[Any]:
    """The first items of a list that should be there."""
    found = raw.get(name)
    return found[:MAX_LISTED] if isinstance(found, list) else []


def _frame(raw: list[Any]) -> Frame:
    file, line, code = (*raw[:3], "", 0, "")[:3]
    # Never str(): of a list in a list in a list, it can fail.
    return Frame(
        harmless(file, 80) if isinstance(file, str) else "",
        line if isinstance(line, int) else 0,
        harmless(code, 200) if isinstance(code, str) else "",
    )


KINDS = {
    "Timeout": status.TIMED_OUT,
    "MemoryError": status.OUT_OF_MEMORY,
    "BlockingIOError": status.TOO_MANY_PROCESSES,
    "Crash": status.CRASHED,
    "BrokenChannel": status.CRASHED,
    "TooLarge": status.CRASHED,
}


def kind_of(error: BaseException) -> str:
    """The status that an error of a test stands for, "" for a property that does not hold."""
    if isinstance(error, LearnerError):
        if "NotImplementedError" in error.kinds:
            return status.NOT_STARTED
        if "can't allocate memory" in error.message:  # what PyTorch says in a RuntimeError
            return status.OUT_OF_MEMORY
        if "can't start new thread" in error.message:  # and Python
            return status.TOO_MANY_PROCESSES
        return next((KINDS[k] for k in error.kinds if k in KINDS), "")
    return ""
