"""torch.sim: what torch.cuda is to CUDA."""

import contextlib
import types
from collections.abc import Iterator
from typing import Any, NamedTuple

import torch

from grader.devices import generators, memory, simulator, streams
from grader.devices.record import note
from grader.devices.streams import Event, Stream


class DeviceProperties(NamedTuple):
    """What is known of a simulated device."""

    name: str
    total_memory: int  # bytes
    multi_processor_count: int = 1
    major: int = 0
    minor: int = 0


class device:  # noqa: N801 - as in torch.cuda
    """Make a device current for a `with` block; None changes nothing."""

    def __init__(self, device: Any) -> None:
        self.idx = -1 if device is None else simulator.index_of(device)

    def __enter__(self) -> None:
        self._before = simulator.exchange(self.idx)

    def __exit__(self, *exc_info: object) -> None:
        simulator.exchange(self._before)


def is_available() -> bool:
    """Whether there is a device."""
    return device_count() > 0


def is_initialized() -> bool:
    """Whether the devices are ready: from the installation on."""
    return True


def device_count() -> int:
    """How many devices there are."""
    return simulator.count()


def current_device() -> int:
    """The index of the current device."""
    return simulator.current()


def set_device(device: Any) -> None:
    """Make a device current; a negative index changes nothing."""
    simulator.exchange(device if isinstance(device, int) else simulator.index_of(device))


def synchronize(device: Any = None) -> None:
    """Wait for a device's work, which is done already; the device has to exist."""
    simulator.index_of(device)
    note("synchronize")


def get_device_name(device: Any = None) -> str:
    """The device's name."""
    return get_device_properties(device).name


def get_device_properties(device: Any = None) -> DeviceProperties:
    """The device's name and memory."""
    simulator.index_of(device)
    return DeviceProperties("Simulated accelerator", memory.CAPACITY)


def get_device_capability(device: Any = None) -> tuple[int, int]:
    """Which generation the device is of: none."""
    properties = get_device_properties(device)
    return properties.major, properties.minor


def current_stream(device: Any = None) -> Stream:
    """The queue that a device's work goes to."""
    return streams.current(simulator.index_of(device))


@contextlib.contextmanager
def stream(stream: Stream | None) -> Iterator[None]:
    """Send a block's work to a stream."""
    with contextlib.nullcontext() if stream is None else stream:
        yield


def memory_stats(device: Any = None) -> dict[str, Any]:
    """The device's counters, by name."""
    return torch.accelerator.memory_stats(simulator.index_of(device))


def memory_allocated(device: Any = None) -> int:
    """Bytes that live tensors hold."""
    return memory.of(simulator.index_of(device)).allocated()


def max_memory_allocated(device: Any = None) -> int:
    """The most bytes that live tensors held at once."""
    return memory.of(simulator.index_of(device)).peak()


def memory_reserved(device: Any = None) -> int:
    """Bytes held by live tensors or kept for later ones."""
    return memory.of(simulator.index_of(device)).reserved()


def max_memory_reserved(device: Any = None) -> int:
    """The most bytes reserved at once."""
    return memory.of(simulator.index_of(device)).reserved_peak()


def reset_peak_memory_stats(device: Any = None) -> None:
    """Start the high-water marks again."""
    memory.of(simulator.index_of(device)).reset_peaks()


def mem_get_info(device: Any = None) -> tuple[int, int]:
    """Bytes free and bytes in all."""
    return memory.CAPACITY - memory_reserved(device), memory.CAPACITY


def is_bf16_supported(including_emulation: bool = True) -> bool:
    """Whether bfloat16 works."""
    return True


def get_amp_supported_dtype() -> list[torch.dtype]:
    """The types that autocast may cast to."""
    return [torch.bfloat16, torch.float16]


def build() -> types.ModuleType:
    """The module that install registers as torch.sim."""
    module = types.ModuleType("torch.sim", __doc__)
    for definition in (
        DeviceProperties,
        Event,
        Stream,
        current_device,
        current_stream,
        device,
        device_count,
        generators.get_rng_state,
        generators.get_rng_state_all,
        generators.initial_seed,
        generators.manual_seed,
        generators.manual_seed_all,
        generators.seed,
        generators.seed_all,
        generators.set_rng_state,
        generators.set_rng_state_all,
        get_amp_supported_dtype,
        get_device_capability,
        get_device_name,
        get_device_properties,
        is_available,
        is_bf16_supported,
        is_initialized,
        max_memory_allocated,
        max_memory_reserved,
        mem_get_info,
        memory.empty_cache,
        memory_allocated,
        memory_reserved,
        memory_stats,
        reset_peak_memory_stats,
        set_device,
        stream,
        synchronize,
    ):
        setattr(module, definition.__name__, definition)
    # Under these names PyTorch asks a device's module when it seeds, forks and loads.
    module._is_in_bad_fork = simulator.in_bad_fork  # type: ignore[attr-defined]
    module._utils = types.SimpleNamespace(  # type: ignore[attr-defined]
        _get_device_index=lambda device, optional=False: _location_index(device)
    )
    return module


def _location_index(location: Any) -> int:
    """The index in a saved location such as "sim:1", which torch.load itself checks."""
    index = torch.device(location).index
    return simulator.current() if index is None else index
