"""Random numbers on the simulated devices: a generator each, apart from the CPU's.

As on CUDA, numbers drawn on a device neither use nor change the CPU's generator, one seed gives
both devices the same numbers, and those are other numbers than the CPU's for that seed.
"""

import contextlib
import weakref
from collections.abc import Iterator
from typing import Any

import torch

from grader.devices import simulator

# Mixed into every seed, so that the device's numbers are not the CPU's.
_SALT = 0x51D0_0001

_Generator = torch.Generator
_defaults: list["DeviceGenerator"] = []
# The dispatcher wraps a generator anew on its way to a kernel; its address is what stays.
_by_address: "weakref.WeakValueDictionary[int, DeviceGenerator]" = weakref.WeakValueDictionary()


class DeviceGenerator(_Generator):
    """A generator of a simulated device: the CPU's algorithm under the device's name."""

    index: int
    _seed: int

    def __new__(cls, index: int) -> "DeviceGenerator":
        self: DeviceGenerator = super().__new__(cls, "cpu")  # type: ignore[call-arg]
        self.index = index
        _by_address[_address(self)] = self
        self.manual_seed(_Generator("cpu").initial_seed())
        return self

    @property
    def device(self) -> torch.device:  # type: ignore[override]
        """The simulated device."""
        return torch.device(simulator.NAME, self.index)

    def manual_seed(self, seed: int) -> "DeviceGenerator":
        """Start the device's numbers again from `seed`."""
        self._seed = int(seed)
        super().manual_seed((self._seed ^ _SALT) % (1 << 63))
        return self

    def seed(self) -> int:
        """Seed from the system's randomness, and return the seed."""
        self.manual_seed(_Generator("cpu").seed())
        return self._seed

    def initial_seed(self) -> int:
        """The seed given last."""
        return self._seed


class _AnyGenerator(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, _Generator)

    def __subclasscheck__(cls, other: type) -> bool:
        return issubclass(other, _Generator)


class Generator(metaclass=_AnyGenerator):
    """torch.Generator, which can also be made for a simulated device."""

    def __new__(cls, device: Any = "cpu") -> Any:
        if torch.device(device).type == simulator.NAME:
            return DeviceGenerator(simulator.index_of(device))
        return _Generator(device)


def _address(generator: Any) -> int:
    return int(generator._cdata)


def set_count(count: int) -> None:
    """Make a generator for each device, and let torch.Generator make more; called by install."""
    _defaults[:] = [DeviceGenerator(index) for index in range(count)]
    torch.Generator = Generator  # type: ignore[misc]


def default(index: int) -> DeviceGenerator:
    """The generator that sim:`index` draws from when none is given."""
    return _defaults[index]


def for_kernel(given: torch.Generator | None, index: int) -> torch.Generator:
    """The generator that a kernel on sim:`index` draws from."""
    if given is None:
        return _defaults[index]
    ours = _by_address.get(_address(given))
    if ours is None or ours.index != index:
        device = given.device if ours is None else ours.device
        raise RuntimeError(
            f"Expected a '{torch.device(simulator.NAME, index)}' generator device "
            f"but found '{device}'"
        )
    return ours


@contextlib.contextmanager
def in_place_of_cpu(index: int) -> Iterator[None]:
    """Let kernels that can only draw from the CPU's default generator draw the device's numbers."""
    cpu_state = torch.default_generator.get_state()
    torch.default_generator.set_state(default(index).get_state())
    try:
        yield
    finally:
        default(index).set_state(torch.default_generator.get_state())
        torch.default_generator.set_state(cpu_state)


def manual_seed(seed: int) -> None:
    """Seed the current device."""
    default(simulator.current()).manual_seed(seed)


def manual_seed_all(seed: int) -> None:
    """Seed every device; torch.manual_seed calls it."""
    for generator in _defaults:
        generator.manual_seed(seed)


def seed() -> None:
    """Seed the current device at random."""
    default(simulator.current()).seed()


def seed_all() -> None:
    """Seed every device with one random number."""
    manual_seed_all(_Generator("cpu").seed())


def initial_seed() -> int:
    """The seed of the current device."""
    return default(simulator.current()).initial_seed()


def get_rng_state(device: Any = None) -> torch.Tensor:
    """The state of a device's generator, a ByteTensor on the CPU."""
    return default(simulator.index_of(device)).get_state()


def set_rng_state(new_state: torch.Tensor, device: Any = None) -> None:
    """Bring a device's generator back to a state."""
    default(simulator.index_of(device)).set_state(new_state)


def get_rng_state_all() -> list[torch.Tensor]:
    """The state of every device's generator."""
    return [generator.get_state() for generator in _defaults]


def set_rng_state_all(new_states: list[torch.Tensor]) -> None:
    """Bring every device's generator back to a state."""
    for generator, state in zip(_defaults, new_states, strict=True):
        generator.set_state(state)
