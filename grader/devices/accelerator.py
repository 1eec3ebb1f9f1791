"""torch.accelerator: the same questions, asked of whatever accelerator there is.

Its Python functions ask C++ functions whose names begin with `_accelerator_`. Those find the
device, which PyTorch knows, but not what only we know: which device is current, its memory.
"""

from collections.abc import Callable
from typing import Any

import torch

from grader.devices import memory, simulator, streams
from grader.devices.module import current_stream, synchronize


def install() -> None:
    """Answer torch.accelerator's questions."""
    for name, answer in _ANSWERS.items():
        setattr(torch._C, f"_accelerator_{name}", answer)


def _set_current(index: int) -> None:
    simulator.exchange(index)


def _memory_info(index: int) -> tuple[int, int]:
    return memory.CAPACITY - memory.of(index).reserved(), memory.CAPACITY


def _capability(index: int) -> dict[str, Any]:
    dtypes = [value for value in vars(torch).values() if isinstance(value, torch.dtype)]
    return {"supported_dtypes": {dtype for dtype in dtypes if not _is_quantized(dtype)}}


def _is_quantized(dtype: torch.dtype) -> bool:
    return str(dtype).startswith(("torch.qint", "torch.quint"))


_ANSWERS: dict[str, Callable[..., Any]] = {
    "getDeviceIndex": simulator.current,
    "setDeviceIndex": _set_current,
    "exchangeDevice": simulator.exchange,
    "maybeExchangeDevice": simulator.exchange,
    "hooks_device_count": simulator.count,
    "hooks_get_current_device": simulator.current,
    "hooks_set_current_device": _set_current,
    "hooks_exchange_device": simulator.exchange,
    "hooks_maybe_exchange_device": simulator.exchange,
    "getDeviceCapability": _capability,
    "synchronizeDevice": synchronize,
    "getStream": current_stream,
    "setStream": streams.make_current,
    "isAllocatorInitialized": lambda: True,
    "emptyCache": memory.empty_cache,
    "emptyHostCache": lambda: None,
    "getDeviceStats": lambda index: memory.statistics(simulator.index_of(index)),
    "getMemoryInfo": _memory_info,
    "resetAccumulatedStats": lambda index: None,
    "resetPeakStats": lambda index: memory.of(index).reset_peaks(),
}
