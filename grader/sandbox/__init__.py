"""Runs hostile code: a warm process forks it into a sandbox, and a socket carries frames to it.

    with Zygote(["torch"], "answers:serve") as zygote:
        with spawn(zygote.address, {"unit.py": source}, Limits(wall=10)) as box:
            box.channel.send(question)
            answer = box.channel.receive(timeout=2)
            print(box.close().output)

Knows nothing of courses. Works on Linux; elsewhere it can be imported, and `detect` says why not.
"""

from grader.sandbox.client import Sandboxed, Zygote, spawn
from grader.sandbox.errors import (
    ChannelClosed,
    ChannelError,
    ChannelTimeout,
    FrameTooLarge,
    SandboxError,
    SandboxUnavailable,
)
from grader.sandbox.frames import Channel
from grader.sandbox.limits import Exit, Limits
from grader.sandbox.state import ZygoteState
from grader.sandbox.tier import Tier
from grader.sandbox.tiers import Attempt, Probe, TierReport, detect

__all__ = [
    "Attempt",
    "Channel",
    "ChannelClosed",
    "ChannelError",
    "ChannelTimeout",
    "Exit",
    "FrameTooLarge",
    "Limits",
    "Probe",
    "SandboxError",
    "SandboxUnavailable",
    "Sandboxed",
    "Tier",
    "TierReport",
    "Zygote",
    "ZygoteState",
    "detect",
    "spawn",
]
