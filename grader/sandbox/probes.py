"""Attacks that a sandbox has to hold, run inside one: the code that `tiers.detect` believes.

Each returns a sentence about what held it back, or raises `Escaped`.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from grader.sandbox.frames import Channel

SECONDS = 2.0


class Escaped(Exception):
    """The attack got through; the message says what it could do."""


@dataclass(frozen=True)
class Targets:
    """What lies outside, made for this purpose by the side that asks."""

    canary: str
    """a file that every user of the machine may read"""
    open_directory: str
    """where every user may write"""
    port: int
    """something listens there, on 127.0.0.1"""
    abstract_socket: str
    """name of a listening Unix socket, without its leading zero byte"""
    socket_path: str
    """path of a listening Unix socket that every user may connect to"""
    process: int
    """number of a process that does not belong to the sandbox"""

    def encode(self) -> bytes:
        return json.dumps(asdict(self)).encode()


def attack(channel: Channel, argument: bytes) -> None:
    """The entry function: try everything, answer with [name, held, detail] for each attack."""
    targets = Targets(**json.loads(argument))
    answers = []
    for name, try_it in ATTACKS.items():
        try:
            answers.append((name, True, try_it(targets)))
        except Escaped as escape:
            answers.append((name, False, str(escape)))
        except OSError as error:
            answers.append((name, True, error.strerror or str(error)))
    channel.send(json.dumps(answers).encode(), SECONDS)


def _read(targets: Targets) -> str:
    Path(targets.canary).read_bytes()
    raise Escaped(f"it read {targets.canary}")


def _write(targets: Targets) -> str:
    (Path(targets.open_directory) / "written").write_bytes(b"")
    raise Escaped(f"it wrote into {targets.open_directory}")


def _change_mode(targets: Targets) -> str:
    """Whether that changed anything is for the other side to see."""
    os.chmod(targets.canary, 0o600)
    return "without effect"


def _network(targets: Targets) -> str:
    with socket.create_connection(("127.0.0.1", targets.port), SECONDS):
        raise Escaped(f"it connected to port {targets.port} of this machine")


def _abstract_socket(targets: Targets) -> str:
    return _connect(b"\0" + targets.abstract_socket.encode(), "an abstract socket")


def _socket_file(targets: Targets) -> str:
    return _connect(targets.socket_path.encode(), targets.socket_path)


def _connect(address: bytes, name: str) -> str:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(SECONDS)
        client.connect(address)
    raise Escaped(f"it connected to {name}")


def _signal(targets: Targets) -> str:
    if targets.process in (os.getpid(), os.getppid()):
        return "that number is a process of its own in here"
    os.kill(targets.process, 0)  # asks for permission only
    raise Escaped("it may signal processes outside")


ATTACKS: dict[str, Callable[[Targets], str]] = {
    "read a file outside": _read,
    "write a file outside": _write,
    "change the mode of a file outside": _change_mode,
    "reach a port of this machine": _network,
    "reach an abstract socket": _abstract_socket,
    "reach a socket file": _socket_file,
    "signal a process outside": _signal,
}
