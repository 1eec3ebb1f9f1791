"""The operations that the fallback cannot serve, each with its reason."""

from typing import Any

import torch

from grader.devices import simulator
from grader.devices.record import note
from grader.devices.relabel import device_view, host_view, working_on_host
from grader.devices.signatures import operator

# Views only describe memory anew, and the CPU's kernels for them never touch it: they may work on
# the device's tensors directly, and then a view shares its base's storage, as it must.
_VIEWS = (
    "_reshape_alias",
    "as_strided",
    "set_.source_Storage",
    "set_.source_Storage_storage_offset",
    "set_.source_Tensor",
    "unfold",
    "view",
    "view.dtype",
    "view_as_complex",
    "view_as_real",
)


def register(library: torch.library.Library) -> None:
    """Register these operations' kernels for the device."""
    for name in _VIEWS:
        library.impl(name, _on_device_itself(operator(name)), simulator.KEY)
    library.impl("_efficientzerotensor", _zeros, simulator.KEY)
    library.impl("_to_copy", _to_copy, simulator.KEY)
    library.impl("copy_", _copy, simulator.KEY)
    library.impl("resize_", _resize, simulator.KEY)
    library.impl("record_stream", _record_stream, simulator.KEY)


_CPU = torch._C.DispatchKeySet(torch._C.DispatchKey.CPU)


def _on_device_itself(op: torch._ops.OpOverload) -> Any:
    def kernel(*args: Any, **kwargs: Any) -> Any:
        return op.redispatch(_CPU, *args, **kwargs)

    return kernel


def _zeros(size: list[int], **kwargs: Any) -> torch.Tensor:
    """Zeros in memory: PyTorch's zeros without any cannot be shown under another name."""
    return torch.zeros(size, **kwargs)


def _to_copy(self: torch.Tensor, *, non_blocking: bool = False, **kwargs: Any) -> torch.Tensor:
    """PyTorch's own, made of an empty tensor and a copy, without its wish for pinned memory.

    A non-blocking copy to the host goes to pinned memory, for which there is no allocator here.
    """
    copy: torch.Tensor = operator("_to_copy").redispatch(_CPU, self, **kwargs)
    return copy


def _copy(self: torch.Tensor, source: torch.Tensor, non_blocking: bool = False) -> torch.Tensor:
    """The one operation in which devices may mix; each copy is complete when it returns."""
    simulator.touch()
    note("aten::copy_")
    with working_on_host():
        _on_host(self).copy_(_on_host(source))
    return self


def _on_host(tensor: torch.Tensor) -> torch.Tensor:
    return host_view(tensor) if tensor.device.type == simulator.NAME else tensor


def _resize(self: torch.Tensor, size: list[int], *, memory_format: Any = None) -> torch.Tensor:
    """New memory of the new size: a storage imported through DLPack cannot grow."""
    if list(self.shape) != list(size):
        resized = torch.empty(size, dtype=self.dtype)
        kept = min(resized.numel(), self.numel())
        resized.view(-1)[:kept].copy_(host_view(self).reshape(-1)[:kept])
        self.data = device_view(resized, self.device.index)
    return self


def _record_stream(self: torch.Tensor, stream: torch.Stream) -> None:
    """Nothing to record: work is done when its call returns, so memory is never freed early."""
