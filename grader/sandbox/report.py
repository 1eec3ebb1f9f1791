"""What a sandbox's first process tells its client at the end, in one frame."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from grader.sandbox.limits import Exit

ROOM = 4096
"""bytes that a report takes beside the output, at most"""


@dataclass(frozen=True)
class Report:
    """An `Exit` in the making: the output is raw, and how much was used is filled in last."""

    reason: str
    detail: str
    output_cut: bool = False
    cpu: float = 0.0
    wall: float = 0.0
    peak_memory: int = 0

    def encode(self, output: bytes) -> bytes:
        """A line of JSON, then the output."""
        return json.dumps(asdict(self)).encode() + b"\n" + output


def decode(frame: bytes) -> Exit:
    """What `Report.encode` wrote.

    Raises:
        ValueError
    """
    line, _, output = frame.partition(b"\n")
    return Exit(output=output.decode(errors="replace"), **json.loads(line))
