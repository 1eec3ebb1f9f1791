"""Reads what a learner handed in, as bytes, trusting nothing in it: links, sizes, names."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MAX_FILE = 10 << 20
MAX_TOTAL = 40 << 20
MAX_FILES = 500
MAX_DEPTH = 6


@dataclass(frozen=True)
class Raw:
    """What lies in a submission's folder: regular files by relative name, and what was not read."""

    files: Mapping[str, bytes]
    left_out: tuple[str, ...] = ()
    """a sentence for each thing that was not read"""
    refused: str = ""
    """why nothing at all could be read"""

    @property
    def digest(self) -> str:
        """A hash of names and contents; two equal submissions have the same."""
        whole = hashlib.sha256(repr((self.refused, self.left_out)).encode())
        for name in sorted(self.files):
            whole.update(repr((name, len(self.files[name]))).encode())
            whole.update(hashlib.sha256(self.files[name]).digest())
        return whole.hexdigest()


def collect(folder: Path) -> Raw:
    """Read a submission's folder. Never follows a link, never opens anything but a file."""
    try:
        kind = folder.lstat().st_mode
    except OSError as error:
        return Raw({}, refused=f"the submission cannot be read ({error.strerror})")
    if stat.S_ISLNK(kind):
        return Raw({}, refused="the submission's folder is a link; hand in a real folder")
    if not stat.S_ISDIR(kind):
        return Raw({}, refused="the submission is not a folder")
    files: dict[str, bytes] = {}
    left_out: list[str] = []
    total = 0
    try:
        root = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError as error:
        return Raw({}, refused=f"the submission cannot be read ({error.strerror})")
    try:
        for name, size in sorted(_walk(root, "", left_out, MAX_DEPTH)):
            if len(files) >= MAX_FILES:
                left_out.append(f"more than {MAX_FILES} files: the rest was left out")
                break
            if size > MAX_FILE or total + size > MAX_TOTAL:
                left_out.append(f"{name} is too large ({size >> 20} MB) and was left out")
                continue
            content = _read(root, name)
            if content is None:
                left_out.append(f"{name} could not be read and was left out")
                continue
            files[name] = content
            total += len(content)
    finally:
        os.close(root)
    if not files:
        why = f": {left_out[0]}" if left_out else ""
        return Raw({}, tuple(left_out), refused=f"the submission holds no file{why}")
    return Raw(files, tuple(left_out))


def _walk(root: int, prefix: str, left_out: list[str], depth: int) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    try:
        here = os.open(prefix or ".", os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=root)
    except OSError:
        left_out.append(f"{prefix} could not be read and was left out")
        return found
    try:
        with os.scandir(here) as entries:
            for entry in entries:
                name = f"{prefix}/{entry.name}" if prefix else entry.name
                if not _printable(name):
                    left_out.append("a file with an unprintable name was left out")
                elif entry.is_symlink():
                    left_out.append(f"{name} is a link and was left out; hand in the file itself")
                elif entry.is_dir(follow_symlinks=False):
                    if entry.name in (".ipynb_checkpoints", "__pycache__", ".git"):
                        continue
                    if depth <= 0:
                        left_out.append(f"{name} lies too deep and was left out")
                    else:
                        found += _walk(root, name, left_out, depth - 1)
                elif entry.is_file(follow_symlinks=False):
                    found.append((name, entry.stat(follow_symlinks=False).st_size))
                else:
                    left_out.append(f"{name} is not a regular file and was left out")
                if len(found) > 2 * MAX_FILES or len(left_out) > MAX_FILES:
                    break
    finally:
        os.close(here)
    return found


def _read(root: int, name: str) -> bytes | None:
    # Opened anew, without blocking on what may have become a fifo, and looked at once open.
    try:
        handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=root)
    except OSError:
        return None
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        content = file.read(MAX_FILE + 1)
    return content if len(content) <= MAX_FILE else None


def _printable(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return name.isprintable()
