"""Pinned memory: which host tensors a device may copy from without waiting.

Nothing is pinned in truth; which storages were asked for is remembered, so that `is_pinned` and a
DataLoader's `pin_memory` tell what they would tell on a machine with a GPU.
"""

from typing import Any

import torch

from grader.devices import simulator
from grader.devices.memory import expired, forget, weak_reference

_pinned: dict[int, int] = {}  # a storage's address and a weak reference to it


def install() -> None:
    """Replace the two methods of tensors: PyTorch's ask for a pinned-memory allocator."""
    tensor: Any = torch.Tensor
    tensor.pin_memory = pin_memory
    tensor.is_pinned = is_pinned


def pin_memory(self: torch.Tensor, device: Any = None) -> torch.Tensor:
    """A copy of a CPU tensor in pinned memory, or the tensor where it is pinned already."""
    if self.device.type != "cpu":
        raise RuntimeError(f"cannot pin '{self.type()}' only dense CPU tensors can be pinned")
    if is_pinned(self):
        return self
    copy = self.clone()
    _remember(copy.untyped_storage())
    return copy


def is_pinned(self: torch.Tensor, device: Any = None) -> bool:
    """Whether the tensor's memory, shared with its views, was pinned."""
    if self.device.type == simulator.NAME or self.layout is not torch.strided:
        return False
    storage = self.untyped_storage()
    reference = _pinned.get(storage.data_ptr())
    return reference is not None and not expired(reference)


def _remember(storage: torch.UntypedStorage) -> None:
    for address, reference in list(_pinned.items()):
        if expired(reference):
            forget(_pinned.pop(address))
    _pinned[storage.data_ptr()] = weak_reference(storage)
