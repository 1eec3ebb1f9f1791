"""What a sandbox is asked to be, on its way from a trusted client to the sandbox's first process.

It travels in a memfd: however large, the zygote hands it on without reading it.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from grader.sandbox.limits import Limits


@dataclass(frozen=True)
class Request:
    """One sandbox.

    Raises:
        ValueError: a path that is not plainly inside the working directory.
    """

    files: Mapping[str, bytes]
    """relative POSIX path -> content"""
    limits: Limits
    argument: bytes
    data: Mapping[str, str]
    """name below data/ -> absolute path of the machine"""

    def __post_init__(self) -> None:
        for path in (*self.files, *self.data):
            _check(path)
        for paths in (self.files, self.data):
            for path in paths:
                for parent in map(str, PurePosixPath(path).parents):
                    if parent in paths:
                        raise ValueError(f"{parent!r} cannot be a file and hold {path!r}")
        for place in self.data.values():
            if not os.path.isabs(place):
                raise ValueError(f"the data path {place!r} is not absolute")

    def to_memfd(self) -> int:
        """A descriptor that holds this request; the caller closes it."""
        head: dict[str, Any] = {
            "limits": asdict(self.limits),
            "data": dict(self.data),
            "argument": len(self.argument),
            "files": [(path, len(content)) for path, content in self.files.items()],
        }
        encoded = json.dumps(head).encode()
        descriptor = os.memfd_create("request", os.MFD_CLOEXEC)
        with open(descriptor, "wb", closefd=False) as out:
            out.write(len(encoded).to_bytes(8, "big") + encoded)
            out.write(self.argument)
            for content in self.files.values():
                out.write(content)
        return descriptor

    @classmethod
    def from_memfd(cls, descriptor: int) -> Request:
        """Read what `to_memfd` wrote."""
        with mmap.mmap(descriptor, 0, prot=mmap.PROT_READ) as content:
            head_size = int.from_bytes(content[:8], "big")
            head = json.loads(content[8 : 8 + head_size])
            content.seek(8 + head_size)
            argument = content.read(head["argument"])
            files = {path: content.read(size) for path, size in head["files"]}
        return cls(files, Limits(**head["limits"]), argument, head["data"])

    def write_files(self) -> None:
        """Put the files into the working directory, but for those that give way to the data."""
        for path, content in self.files.items():
            if not self._gives_way(path):
                target = Path(path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)

    def size_of_files(self) -> int:
        """Bytes of disk that the files take, in whole pages."""
        page = mmap.PAGESIZE
        return sum(-(-len(content) // page) * page for content in self.files.values())

    def count_of_files(self) -> int:
        """Files and directories that writing them makes, at most."""
        return sum(len(PurePosixPath(path).parts) for path in (*self.files, *self.data)) + 1

    def _gives_way(self, path: str) -> bool:
        """Whether a file is where the data are, or in the way to them."""
        shown = [f"data/{name}" for name in self.data]
        return any(f"{path}/".startswith(f"{s}/") or f"{s}/".startswith(f"{path}/") for s in shown)


def _check(path: str) -> None:
    parts = path.split("/")
    if not path or "\0" in path or any(part in ("", ".", "..") for part in parts):
        raise ValueError(f"{path!r} is not a path inside the working directory")
    try:
        too_long = len(path.encode()) > 1024 or any(len(part.encode()) > 255 for part in parts)
    except UnicodeEncodeError:
        raise ValueError(f"{path!r} is not a file name in UTF-8") from None
    if too_long:
        raise ValueError(f"{path[:40]!r}... is too long a path")
