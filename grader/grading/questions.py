"""A question on its way to the learner's process: packed here on the trusted side, unpacked there.

A probe goes by value, and with the first question that uses it; later ones name it. Pickle is fine
in this direction alone: what comes back is plain data (grader.testing.plain).
"""

from __future__ import annotations

import io
import pickle
import weakref
from collections.abc import Callable
from typing import Any

import cloudpickle
import torch

Probe = Callable[..., Any]
Cells = list[tuple[str, str]]


_PACKED: weakref.WeakKeyDictionary[Probe, bytes] = weakref.WeakKeyDictionary()


def packed(probe: Probe) -> bytes:
    """A probe as it is sent, made once; nothing that it holds may change later."""
    if probe not in _PACKED:
        _PACKED[probe] = cloudpickle.dumps(probe)
    return _PACKED[probe]


class Packer:
    """Packs the questions to one process."""

    def __init__(self) -> None:
        self._known: weakref.WeakKeyDictionary[Probe, int] = weakref.WeakKeyDictionary()
        self._count = 0

    def question(
        self, probe: Probe, arguments: dict[str, Any], seconds: float, nonce: bytes
    ) -> bytes:
        """Call this probe with these arguments, within so many seconds."""
        first = b""
        if probe not in self._known:
            first = packed(probe)
            self._known[probe] = self._count
            self._count += 1
        packed_arguments = _dumps(arguments)
        return pickle.dumps((nonce, seconds, None, self._known[probe], first, packed_arguments))

    def cells(self, cells: Cells, seconds: float, nonce: bytes) -> bytes:
        """Run these cells, each within so many seconds."""
        return pickle.dumps((nonce, seconds, cells, 0, b"", b""))


class Unpacker:
    """Unpacks them, in the learner's process."""

    def __init__(self) -> None:
        self._probes: dict[int, Probe] = {}

    def unpack(self, question: bytes) -> tuple[bytes, float, Cells | None, Probe, dict[str, Any]]:
        """Nonce, seconds, the cells to run or None, the probe and its arguments."""
        nonce, seconds, cells, number, first, arguments = pickle.loads(question)
        if first:
            self._probes[number] = pickle.loads(first)
        if cells is not None:
            return nonce, seconds, cells, _nothing, {}
        return nonce, seconds, None, self._probes[number], pickle.loads(arguments)


def _nothing(unit: Any) -> None:
    """Stands for the probe where there is none."""


def _dumps(value: Any) -> bytes:
    with io.BytesIO() as file:
        _Pickler(file).dump(value)
        return file.getvalue()


class _Pickler(cloudpickle.Pickler):
    """Sends a tensor's memory as it is: PyTorch would make a file of each, which takes longer.

    Its own memory alone: a slice shares it with what it was cut from, such as held-back rows.
    """

    def reducer_override(self, obj: Any) -> Any:
        if type(obj) is torch.Tensor and _is_plain(obj):
            alone = _alone(obj.detach())
            memory = torch.empty(0, dtype=torch.uint8).set_(alone.untyped_storage())
            place = alone.storage_offset(), tuple(alone.shape), alone.stride()
            return _tensor, (memory.numpy().tobytes(), obj.dtype, *place, obj.requires_grad)
        return super().reducer_override(obj)


def _is_plain(tensor: torch.Tensor) -> bool:
    return (
        tensor.layout is torch.strided
        and tensor.device.type == "cpu"
        and tensor.is_leaf
        and not (tensor.is_quantized or tensor.is_conj() or tensor.is_neg())
        and not vars(tensor)
    )


def _alone(tensor: torch.Tensor) -> torch.Tensor:
    """The same values in the same layout, in memory that holds nothing else."""
    size = tensor.numel() * tensor.element_size()
    if tensor.is_contiguous() and tensor.untyped_storage().nbytes() == size:
        return tensor
    shape, stride = tensor.shape, tensor.stride()
    if not size:
        return torch.empty_strided(shape, stride, dtype=tensor.dtype)
    # Where a step is 0, all of a dimension lies in one place.
    once = tensor[tuple(slice(None) if step else slice(1) for step in stride)]
    reach = 1 + sum((n - 1) * step for n, step in zip(once.shape, once.stride(), strict=True))
    memory = torch.zeros(reach, dtype=tensor.dtype)
    memory.as_strided(once.shape, once.stride()).copy_(once)
    return memory.as_strided(shape, stride)


def _tensor(
    memory: bytes,
    dtype: torch.dtype,
    offset: int,
    shape: tuple[int, ...],
    stride: tuple[int, ...],
    requires_grad: bool,
) -> torch.Tensor:
    tensor = torch.empty(0, dtype=dtype)
    storage = torch.UntypedStorage(len(memory))
    if memory:
        storage.copy_(torch.frombuffer(bytearray(memory), dtype=torch.uint8).untyped_storage())
    return tensor.set_(storage, offset, shape, stride).requires_grad_(requires_grad)
