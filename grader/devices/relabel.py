"""Show the same memory as a tensor of another device.

A tensor of the simulated accelerator is ordinary host memory under another device's name. DLPack,
the format in which libraries hand tensors to each other without a copy, carries the name of the
device as two integers in front of the data's description; exporting a tensor, writing other
integers there and importing it again gives a second tensor over the same memory and, to PyTorch,
on the other device. Strides, dtype and shape stay; both tensors keep the memory alive.
"""

import contextlib
import ctypes
from collections.abc import Iterator

import torch

from grader.devices import memory

# DLDeviceType in dlpack.h; PyTorch maps "extension device" to its out-of-tree backend key.
_CPU, _EXTENSION = 1, 12

# struct DLTensor { void* data; struct { int32_t device_type, device_id; } device; ... }
_DEVICE_OFFSET = ctypes.sizeof(ctypes.c_void_p)
_Device = ctypes.c_int32 * 2

_CPU_AUTOCAST = torch._C.DispatchKeySet(torch._C.DispatchKey.AutocastCPU)

_pointer = ctypes.pythonapi.PyCapsule_GetPointer
_pointer.restype, _pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]


def host_view(tensor: torch.Tensor) -> torch.Tensor:
    """The CPU tensor over a simulated tensor's memory."""
    return _relabelled(tensor, _CPU, 0)


def device_view(tensor: torch.Tensor, index: int) -> torch.Tensor:
    """The tensor of sim:`index` over a CPU tensor's memory, counted as that device's memory."""
    result = _relabelled(tensor, _EXTENSION, index)
    memory.of(index).count(result)
    return result


@contextlib.contextmanager
def working_on_host() -> Iterator[None]:
    """Run kernels on host views: gradients and casts are dealt with above, by the device's tensors.

    Otherwise autocast of the CPU, where it is on, would cast for the device as well.
    """
    with (
        torch._C._AutoDispatchBelowAutograd(),
        torch._C._ExcludeDispatchKeyGuard(_CPU_AUTOCAST),
    ):
        yield


def _relabelled(tensor: torch.Tensor, kind: int, index: int) -> torch.Tensor:
    capsule = torch._C._to_dlpack(tensor)
    # The name guards the layout: a torch that hands out DLPack's other, versioned struct fails
    # here, in Python, instead of having the wrong bytes of it overwritten.
    device = _Device.from_address(_pointer(capsule, b"dltensor") + _DEVICE_OFFSET)
    device[0], device[1] = kind, index
    result: torch.Tensor = torch._C._from_dlpack(capsule)
    # DLPack tells nothing of the two marks that stand for work not done yet.
    if tensor.is_conj():
        result = result.conj()
    return torch._neg_view(result) if tensor.is_neg() else result
