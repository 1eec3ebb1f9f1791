"""Whatever comes back through the channel: the judge gets plain data, or a learner's error."""

from __future__ import annotations

import json
import random
import resource
import socket
import struct
from collections.abc import Callable

import pytest
import torch
from support import TINY

from grader.course import load
from grader.grading import subject as judging
from grader.grading.kit import kit_of
from grader.grading.sanitise import Prepared
from grader.grading.subject import NONCE, LearnerSubject
from grader.sandbox import Channel, Exit
from grader.testing.plain import encode
from grader.testing.probe import LearnerError

ROUNDS = 50_000
KNOWN_NONCE = bytes(NONCE)
PLAIN = (type(None), bool, int, float, str, list, tuple, dict, torch.Tensor)

VALUES = (
    None,
    [1, 2.5, "three", True, None],
    {"a": torch.ones(2, 3), "b": (torch.zeros(0), torch.tensor(1j))},
    torch.arange(12, dtype=torch.int16).reshape(3, 4),
)
ERROR = {"kinds": ["ValueError", "Exception"], "message": "no", "frames": [["unit.py", 3, "x"]]}


class Box:
    """A sandbox whose code has already said all that it will say."""

    def __init__(self, said: bytes) -> None:
        ours, theirs = socket.socketpair()
        self.channel = Channel(ours)
        theirs.sendall(said)
        theirs.shutdown(socket.SHUT_WR)
        self.peer = theirs

    def close(self) -> Exit:
        self.channel.close()
        self.peer.close()
        return Exit("killed", "", "", False, 0.0, 0.0, 0)


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], object]:
    """What a hidden test gets where the learner's side says this."""
    monkeypatch.setattr(judging.secrets, "token_bytes", lambda size: KNOWN_NONCE)
    course = load(TINY / "course.toml")
    kit = kit_of(course, course.unit("shapes"))

    def ask(said: bytes) -> object:
        subject = LearnerSubject(kit, Prepared({}, (), (), {}, ""), "", b"")
        box = Box(said)
        subject._box = box  # type: ignore[assignment]
        try:
            return subject.call(len, {})
        finally:
            box.close()

    return ask


def framed(body: bytes) -> bytes:
    return struct.pack(">Q", len(body)) + body


def answers() -> list[bytes]:
    """True answers, to be damaged."""
    values = [KNOWN_NONCE + b"V" + encode(value) for value in VALUES]
    errors = [KNOWN_NONCE + tag + json.dumps(ERROR).encode() for tag in (b"E", b"T")]
    return [framed(answer) for answer in (*values, *errors)]


def damaged(rng: random.Random, answer: bytes) -> bytes:
    """An answer with some bytes changed, lost, repeated or put in."""
    said = bytearray(answer)
    for _ in range(rng.randrange(1, 6)):
        place = rng.randrange(len(said) + 1)
        match rng.randrange(5):
            case 0:
                said[place : place + 1] = rng.randbytes(1)
            case 1:
                del said[place : place + rng.randrange(1, 9)]
            case 2:
                said[place:place] = rng.randbytes(rng.randrange(1, 9))
            case 3:
                said[place:place] = said[place : place + rng.randrange(1, 40)]
            case _:
                digits = str(rng.getrandbits(rng.randrange(1, 80))).encode()
                said[place : place + len(digits)] = digits
    if rng.random() < 0.9 and len(said) >= 8:  # most keep an honest length, and so get further
        said[:8] = struct.pack(">Q", len(said) - 8)
    return bytes(said)


def test_true_answers_come_through(ask: Callable[[bytes], object]) -> None:
    assert ask(answers()[1]) == VALUES[1]
    with pytest.raises(LearnerError, match="no"):
        ask(answers()[-2])


@pytest.mark.slow
def test_damaged_answers_are_plain_data_or_an_error_of_the_learners(
    ask: Callable[[bytes], object],
) -> None:
    rng = random.Random(0)
    originals = answers()
    plain = refused = 0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(ROUNDS):
        try:
            value = ask(damaged(rng, rng.choice(originals)))
        except LearnerError:
            refused += 1
        else:
            assert isinstance(value, PLAIN)
            plain += 1
    assert plain > ROUNDS // 200
    assert refused > ROUNDS // 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 << 10  # KiB
