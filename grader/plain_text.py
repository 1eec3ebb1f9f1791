"""Makes a stranger's text harmless to a terminal and short enough to read."""

from __future__ import annotations

import re

CUT = "\n… what was printed after this was not kept: it was more than the limit.\n"

# ECMA-48: CSI sequences, OSC and other strings, and two-character escapes.
_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"
    r"|\x1b[\]PX^_].*?(?:\x07|\x1b\\|$)"
    r"|\x1b[@-Z\\-_]?"
    r"|\x9b[0-?]*[ -/]*[@-~]",
    re.DOTALL,
)
# What is left of the control characters, but tab and line feed, and marks that reorder a line.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str, limit: int | None = None) -> str:
    """The text without terminal control sequences, cut to `limit` characters."""
    if limit is not None and len(text) > 8 * limit:
        text = text[: 8 * limit]  # not to search what will be cut anyway
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = _CONTROLS.sub("", _ESCAPES.sub("", text.replace("\r\n", "\n")))
    if limit is not None and len(text) > limit:
        text = text[:limit] + " … (cut)"
    return text
