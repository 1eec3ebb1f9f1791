"""What the simulated accelerator is at any moment: how many devices, and which one is current."""

import os
import threading
from typing import Any

import torch

from grader.devices.errors import invalid_ordinal

NAME = "sim"
KEY = "PrivateUse1"  # the dispatch key that PyTorch keeps for backends outside its tree

_devices = 0
_thread = threading.local()  # CUDA's current device belongs to the thread, and starts at 0
_used = False
_used_before_fork = False


def set_count(count: int) -> None:
    """Say how many devices there are; called once, by install."""
    global _devices
    _devices = count


def count() -> int:
    """How many devices are simulated."""
    return _devices


def current() -> int:
    """The index of this thread's current device."""
    return getattr(_thread, "index", 0)


def exchange(index: int) -> int:
    """Make `index` current and return the one before; a negative index changes nothing."""
    before = current()
    if index >= 0:
        _thread.index = checked(index)
    return before


def checked(index: int) -> int:
    """`index` itself, where such a device exists."""
    if not 0 <= index < _devices:
        raise invalid_ordinal(index, _devices)
    return index


def index_of(device: Any = None) -> int:
    """The index a device, string or number names; None and a bare "sim" name the current one."""
    if device is None:
        return current()
    if isinstance(device, int):
        return current() if device < 0 else checked(device)
    device = torch.device(device)
    if device.type != NAME:
        raise ValueError(f"Expected a {NAME} device, but got: {device}")
    return current() if device.index is None else checked(device.index)


def touch() -> None:
    """Note that the device is in use, and refuse where CUDA would: in a fork of its user.

    A dataset that moves its items to the device inside DataLoader workers fails on CUDA for this
    reason. Installing alone is not using: a process may install and fork.
    """
    global _used
    if _used_before_fork:
        raise RuntimeError(
            "Cannot re-initialize the simulated accelerator in forked subprocess: it was used "
            "before the fork. Move tensors to the device in the process that started the workers."
        )
    _used = True


def forget_use() -> None:
    """Count the device as unused again, after the smoke test of install."""
    global _used
    _used = False


def in_bad_fork() -> bool:
    """Whether this process was forked from one that had used the device."""
    return _used_before_fork


def _after_fork() -> None:
    global _used_before_fork
    _used_before_fork = _used


os.register_at_fork(after_in_child=_after_fork)
