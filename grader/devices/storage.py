"""Storages, the untyped bytes below tensors: moving, copying, saving and loading them.

torch.save writes the bytes of a CPU copy of each storage, and torch.load moves what it read to the
saved location with `storage.to`. PyTorch's own versions ask the device's allocator for an empty
storage; a simulated device has none, so these go through a tensor of bytes.
"""

from typing import Any

import torch

from grader.devices import simulator
from grader.devices.errors import refusal

_Storage = torch.UntypedStorage
_clone, _cpu = _Storage.clone, _Storage.cpu
_share_by_descriptor = _Storage._share_fd_cpu_
_share_by_name = _Storage._share_filename_cpu_


def install() -> None:
    """Teach storages about the simulated devices."""
    storage: Any = _Storage
    storage.is_sim = property(_is_simulated)
    storage.to = _to
    storage.sim = _to_simulated
    storage.cpu = lambda self: _to(self, device="cpu") if _is_simulated(self) else _cpu(self)
    storage.clone = lambda self: _copy(self, self.device) if _is_simulated(self) else _clone(self)
    storage._share_fd_cpu_ = _private(_share_by_descriptor)
    storage._share_filename_cpu_ = _private(_share_by_name)


def _is_simulated(self: torch.UntypedStorage) -> bool:
    return self.device.type == simulator.NAME


def _to(
    self: torch.UntypedStorage, *, device: Any, non_blocking: bool = False
) -> torch.UntypedStorage:
    device = torch.device(device)
    if device.type == simulator.NAME:
        device = torch.device(simulator.NAME, simulator.index_of(device))
    return self if device == self.device else _copy(self, device)


def _to_simulated(
    self: torch.UntypedStorage, device: Any = None, non_blocking: bool = False
) -> torch.UntypedStorage:
    return _to(self, device=torch.device(simulator.NAME, simulator.index_of(device)))


def _copy(self: torch.UntypedStorage, device: Any) -> torch.UntypedStorage:
    as_bytes = torch.empty(0, dtype=torch.uint8, device=self.device).set_(self)
    return as_bytes.to(device, copy=True).untyped_storage()


def _private(share: Any) -> Any:
    """CUDA can hand memory to another process; here the other process has no such device."""

    def refuse_or_share(self: torch.UntypedStorage, *args: Any, **kwargs: Any) -> Any:
        if _is_simulated(self):
            raise refusal("sharing a tensor with another process", "send tensor.cpu() instead")
        return share(self, *args, **kwargs)

    return refuse_or_share
