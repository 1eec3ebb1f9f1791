"""How many bytes of each simulated device live tensors hold.

Every storage that appears on a device is remembered by a weak reference, so a count is exact when
it is asked for: storages whose last tensor is gone, those saved for a backward pass included, are
dropped first. Like CUDA's caching allocator, a device rounds each block up to 512 bytes and keeps
freed memory in a pool, in whole segments of 2 MiB, until `empty_cache` gives it back.
"""

import threading
from typing import Any, NamedTuple

import torch

BLOCK = 512
SEGMENT = 2 << 20
CAPACITY = 8 << 30  # what the device claims to have: nothing is refused for want of memory
_SWEEP_AFTER = 1024  # remembered storages after which the expired ones are dropped


class _Block(NamedTuple):
    storage: int  # weak reference to a StorageImpl, freed with `forget`
    size: int


class DeviceMemory:
    """The memory of one device."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._blocks: list[_Block] = []
        self._bound = 0  # what the remembered blocks hold together; never below the true count
        self._sweep_at = _SWEEP_AFTER
        self._peak = 0
        self._pool_peak = 0
        self._pool = 0

    def count(self, tensor: torch.Tensor) -> None:
        """Count the storage of a tensor that has just appeared on this device."""
        storage = tensor.untyped_storage()
        size = _rounded(storage.nbytes(), BLOCK)
        if size == 0:
            return
        with self._lock:
            self._blocks.append(_Block(weak_reference(storage), size))
            self._bound += size
            # Only a bound above a high-water mark can hide a new one, so the marks stay exact
            # without looking at every block at every operation.
            if self._bound > min(self._peak, self._pool) or len(self._blocks) > self._sweep_at:
                self._sweep()
                self._peak = max(self._peak, self._bound)
                self._pool = max(self._pool, _rounded(self._bound, SEGMENT))
                self._pool_peak = max(self._pool_peak, self._pool)

    def allocated(self) -> int:
        """Bytes that live tensors hold now."""
        with self._lock:
            self._sweep()
            return self._bound

    def peak(self) -> int:
        """The most bytes that live tensors held at once."""
        return self._peak

    def reserved(self) -> int:
        """Bytes held by live tensors or kept for later ones."""
        return self._pool

    def reserved_peak(self) -> int:
        """The most bytes reserved at once."""
        return self._pool_peak

    def empty_cache(self) -> None:
        """Give back what no live tensor holds."""
        self._pool = _rounded(self.allocated(), SEGMENT)

    def reset_peaks(self) -> None:
        """Start the high-water marks again from what is held now."""
        self._peak, self._pool_peak = self.allocated(), self._pool

    def _sweep(self) -> None:
        alive = []
        for block in self._blocks:
            if expired(block.storage):
                forget(block.storage)
                self._bound -= block.size
            else:
                alive.append(block)
        self._blocks = alive
        self._sweep_at = _SWEEP_AFTER + 2 * len(alive)


_memories: list[DeviceMemory] = []


def set_count(count: int) -> None:
    """Start with `count` empty devices; called once, by install."""
    _memories[:] = [DeviceMemory() for _ in range(count)]


def of(index: int) -> DeviceMemory:
    """The memory of sim:`index`."""
    return _memories[index]


def empty_cache() -> None:
    """Give back what no live tensor holds, on every device."""
    for device in _memories:
        device.empty_cache()


def statistics(index: int) -> dict[str, dict[str, dict[str, int]]]:
    """The counters of a device, nested as torch.accelerator.memory_stats reads them."""
    device = of(index)
    allocated = {"current": device.allocated(), "peak": device.peak()}
    reserved = {"current": device.reserved(), "peak": device.reserved_peak()}
    return {"allocated_bytes": {"all": allocated}, "reserved_bytes": {"all": reserved}}


def weak_reference(storage: torch.UntypedStorage) -> int:
    """A reference that does not keep a storage alive; to be freed with `forget`."""
    reference: Any = storage._weak_ref()
    return int(reference)


def expired(reference: int) -> bool:
    """Whether the storage of a weak reference is gone."""
    gone: Any = torch.UntypedStorage._expired(reference)
    return bool(gone)


def forget(reference: int) -> None:
    """Free a weak reference."""
    torch.UntypedStorage._free_weak_ref(reference)


def _rounded(size: int, unit: int) -> int:
    return -(-size // unit) * unit
