"""The scratch directory of a sandbox without mounts of its own: how full it is, and its end."""

from __future__ import annotations

import os
import secrets

MAX_PATH = 2048
"""bytes: nobody needs deeper directories, and below PATH_MAX none can hide from the count"""


def measure(top: str, enough_bytes: int, enough_files: int) -> tuple[int, int]:
    """Bytes and files below `top`; stops counting beyond either of the two bounds."""
    size = files = 0
    waiting = [top]
    while waiting and size <= enough_bytes and files <= enough_files:
        directory = waiting.pop()
        if len(directory) > MAX_PATH:
            return size, enough_files + 1
        try:
            with os.scandir(directory) as entries:
                for entry in entries:
                    files += 1
                    size += entry.stat(follow_symlinks=False).st_blocks * 512
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except OSError:
            continue  # gone meanwhile
    return size, files


def remove(top: str) -> None:
    """Remove a directory that nobody writes in any more, whatever was made in it.

    Directories are lifted to the top before their own turn comes: however deep they are nested,
    neither recursion nor a path's length sets an end. Links are never followed.
    """
    lifted = f"{top}/{secrets.token_hex(8)}"
    count = 0
    waiting = [top]
    while waiting:
        directory = waiting.pop()
        os.chmod(directory, 0o700)
        with os.scandir(directory) as found:
            entries = list(found)
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)
                continue
            try:
                os.rmdir(entry.path)
            except OSError:  # it is not empty
                count += 1
                os.chmod(entry.path, 0o700)  # a directory only moves if one may write in it
                os.rename(entry.path, f"{lifted}.{count}")
                waiting.append(f"{lifted}.{count}")
        if directory != top:
            os.rmdir(directory)
    os.rmdir(top)
