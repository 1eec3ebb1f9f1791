"""What was graded, on disk under the name of all it depends on: written whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import Mistake
from grader.files import write_atomically

HEAD, MIDDLE, TAIL = '{"sha256": "', '", "record": ', "}\n"
DIGEST = 64  # characters


class StoreError(Mistake):
    """The store cannot be written, in one line."""


@dataclass(frozen=True)
class Record:
    """What stands under a key."""

    content: dict[str, Any]
    digest: str
    """a hash of the key and the content; two records with the same one are the same"""


class Store:
    """A folder of JSON records by key. A record that does not match its own hash is not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}.json"

    def read(self, key: str) -> Record | None:
        """The record under a key, or None where there is none that can be trusted."""
        try:
            text = self._path(key).read_text(encoding="utf-8")
            digest = text[len(HEAD) : len(HEAD) + DIGEST]
            body = text[len(HEAD) + DIGEST + len(MIDDLE) : -len(TAIL)]
            # The text itself is hashed: to write the JSON anew would take longer than all the rest.
            if digest != _digest(key, body) or text != _whole(digest, body):
                return None
            content = json.loads(body)
        except (OSError, ValueError):
            return None
        return Record(content, digest) if isinstance(content, dict) else None

    def write(self, key: str, content: Mapping[str, Any]) -> Record:
        """Keep a record; a crash at any moment leaves the old one or the new one.

        Raises:
            StoreError: the disk is full, or the folder cannot be written.
        """
        path = self._path(key)
        body = json.dumps(content, sort_keys=True)
        digest = _digest(key, body)
        # What a power failure makes of it shows in its hash, so nobody waits for the disk.
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, _whole(digest, body).encode(), durable=False)
        except OSError as error:
            raise StoreError(f"{self.folder} cannot be written ({error.strerror})") from None
        return Record(dict(content), digest)


def _digest(key: str, body: str) -> str:
    return hashlib.sha256((key + body).encode()).hexdigest()


def _whole(digest: str, body: str) -> str:
    return f"{HEAD}{digest}{MIDDLE}{body}{TAIL}"
