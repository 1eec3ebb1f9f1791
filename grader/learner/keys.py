"""Single keys from a terminal, without Enter, on every system; none where there is no terminal."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator

Reader = Callable[[float], str]
"""waits so many seconds at most for a key, and gives it in lower case, or "" """


@contextlib.contextmanager
def keys() -> Iterator[Reader]:
    """A reader of keys; the terminal is as before afterwards."""
    if not sys.stdin.isatty():
        yield _none
    elif sys.platform == "win32":
        yield _windows
    else:
        with _unbuffered():
            yield _posix


def _none(seconds: float) -> str:
    time.sleep(seconds)
    return ""


def _windows(seconds: float) -> str:
    import msvcrt

    end = time.monotonic() + seconds
    while not msvcrt.kbhit():  # type: ignore[attr-defined, unused-ignore]
        if time.monotonic() >= end:
            return ""
        time.sleep(0.01)
    return str(msvcrt.getwch()).lower()  # type: ignore[attr-defined, unused-ignore]


def _posix(seconds: float) -> str:
    import os
    import select

    if not select.select([sys.stdin], [], [], seconds)[0]:
        return ""
    typed = os.read(sys.stdin.fileno(), 1)
    return typed.decode("ascii", "replace").lower() if typed else "q"  # the terminal is gone


@contextlib.contextmanager
def _unbuffered() -> Iterator[None]:
    """Keys come one by one and are not echoed; Ctrl-C and line ends stay what they are."""
    import termios
    import tty

    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
