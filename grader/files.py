"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from pathlib import Path


def write_atomically(
    path: Path, content: bytes, mode: int = 0o644, *, durable: bool = True
) -> None:
    """Write a file so that a reader, or a crash, sees the old content or the new, never a part.

    Its folder is made where it is missing.

    Args:
        durable: wait until it is on the disk, so that it holds after a power failure, too.

    Raises:
        OSError: with the old content still there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(handle)
        os.chmod(name, mode)
        _replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _replace(name: str, path: Path) -> None:
    """os.replace; on Windows, it is refused while another program has the file open."""
    for _ in range(20):
        try:
            return os.replace(name, path)
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(0.05)
    os.replace(name, path)
