"""What DataParallel needs of the devices: copies to all, pieces to each, pieces put together.

torch.nn.parallel does these by C++ functions that only CUDA builds have. An index below 0 means
the CPU, as there.
"""

import importlib
from collections.abc import Sequence
from typing import Any

import torch
import torch.cuda.nccl

from grader.devices import simulator


def install() -> None:
    """Put the functions in place."""
    functions: Any = torch._C
    functions._broadcast = _broadcast
    functions._broadcast_coalesced = _broadcast_coalesced
    functions._scatter = _scatter
    functions._gather = _gather
    # On a machine with a GPU it would take that for the device of this process.
    for module in (torch._utils, importlib.import_module("torch.nn.parallel.data_parallel")):
        module._get_available_device_type = lambda: simulator.NAME  # type: ignore[attr-defined]
    # It asks whether NCCL can help, which a build without NCCL answers with a warning and False.
    nccl: Any = torch.cuda.nccl
    nccl.is_available = lambda tensors: False


def _device(index: int) -> torch.device:
    return torch.device(simulator.NAME, index) if index >= 0 else torch.device("cpu")


def _broadcast(tensor: torch.Tensor, devices: Sequence[int]) -> list[torch.Tensor]:
    return [tensor.to(_device(index)) for index in devices]


def _broadcast_coalesced(
    tensors: Sequence[torch.Tensor], devices: Sequence[int], buffer_size: int
) -> list[list[torch.Tensor]]:
    return [[tensor.to(_device(index)) for tensor in tensors] for index in devices]


def _scatter(
    tensor: torch.Tensor,
    devices: Sequence[int],
    chunk_sizes: Sequence[int] | None,
    dim: int,
    streams: Any,
) -> list[torch.Tensor]:
    if chunk_sizes is None:
        pieces = tensor.chunk(len(devices), dim)
    else:
        pieces = tensor.split(list(chunk_sizes), dim)
    # A batch smaller than the devices fills only the first of them.
    return [piece.to(_device(index)) for piece, index in zip(pieces, devices, strict=False)]


def _gather(tensors: Sequence[torch.Tensor], dim: int, destination: int) -> torch.Tensor:
    return torch.cat([tensor.to(_device(destination)) for tensor in tensors], dim)
