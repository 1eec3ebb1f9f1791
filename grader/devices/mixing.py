"""Which tensors may meet in one operation, and on which device it runs.

CUDA's rule: all on one device. Its exceptions: a CPU tensor without dimensions is a number to the
element-wise operations, and indices may stay on the CPU.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import torch

from grader.devices.errors import mixed_devices

# Element-wise in all but the tag that PyTorch gives such operations.
_TAKE_NUMBERS = {
    "mse_loss",
    "smooth_l1_loss",
    "huber_loss",
    "masked_fill",
    "fill",
    "index_fill",
    "index_put",
    "_index_put_impl",
    "_unsafe_index_put",
}
_INDEXING = {
    "index",
    "index_put",
    "_index_put_impl",
    "_unsafe_index",
    "_unsafe_index_put",
    "_unsafe_masked_index",
    "_unsafe_masked_index_put_accumulate",
}


def device_of(
    op: torch._ops.OpOverload, args: Sequence[Any], kwargs: dict[str, Any]
) -> torch.device | None:
    """The device that all tensors given to `op` are on; None where none is given.

    Raises:
        RuntimeError: worded as CUDA's, for tensors of two devices or indices that are elsewhere.
    """
    name = _base_name(op)
    found: torch.device | None = None
    spared: torch.device | None = None  # the CPU, where an argument was let through
    for argument, value in _arguments(op, args, kwargs):
        for tensor in tensors_in(value):
            device = tensor.device
            if device == found:
                continue
            if device.type == "cpu" and _may_stay(op, name, argument, tensor):
                spared = device
                continue
            if found is not None:
                raise _error(op, name, argument.name, found, device)
            found = device
    return found or spared


def tensors_in(value: Any) -> Iterator[torch.Tensor]:
    """The tensors in an argument: itself, or those in its lists."""
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from tensors_in(item)


def _arguments(
    op: torch._ops.OpOverload, args: Sequence[Any], kwargs: dict[str, Any]
) -> Iterator[tuple[Any, Any]]:
    for position, argument in enumerate(op._schema.arguments):
        yield argument, args[position] if position < len(args) else kwargs.get(argument.name)


def _may_stay(
    op: torch._ops.OpOverload, name: str, argument: torch._C.Argument, tensor: torch.Tensor
) -> bool:
    """Whether a CPU tensor may be given to an operation on the device as this argument."""
    if argument.alias_info is not None and argument.alias_info.is_write:
        return False  # what is written to decides the device
    if name in _INDEXING and argument.name == "indices":
        return True
    return tensor.dim() == 0 and _takes_numbers(op, name)


@cache
def _takes_numbers(op: torch._ops.OpOverload, name: str) -> bool:
    if name in _TAKE_NUMBERS or name.startswith("_foreach_"):
        return True
    # In-place variants do not carry the tag of the operation that they are a variant of.
    packet = getattr(torch.ops.aten, name, None)
    overloads = [getattr(packet, overload) for overload in packet.overloads()] if packet else [op]
    return any(torch.Tag.pointwise in overload.tags for overload in overloads)


@cache
def _base_name(op: torch._ops.OpOverload) -> str:
    """The operation's name without namespace, overload and the underscore of in-place ones."""
    return op._schema.name.split("::")[1].removesuffix("_")


def _error(
    op: torch._ops.OpOverload, name: str, argument: str, first: torch.device, second: torch.device
) -> RuntimeError:
    if name in _INDEXING and argument == "indices":
        return RuntimeError(
            f"indices should be either on cpu or on the same device as the indexed tensor ({first})"
        )
    return mixed_devices(first, second, f"for argument {argument} in method {op._schema.name}")
