"""Register the simulated accelerator with PyTorch, part by part, and try it."""

from typing import Any

import torch
from torch.utils import backend_registration

from grader.devices import (
    SimulatorUnavailable,
    accelerator,
    autocast,
    conversion,
    engine,
    generators,
    kernels,
    limits,
    memory,
    module,
    operators,
    parallel,
    pinning,
    recurrent,
    simulator,
    storage,
    streams,
)

# What is registered lives as long as these objects.
_libraries: list[torch.library.Library] = []


def install(count: int) -> None:
    """Install `count` simulated devices in this process.

    Raises:
        SimulatorUnavailable: this torch has not what it takes, or the devices do not work.
    """
    try:
        _install(count)
        _try_out(count)
    except Exception as error:
        raise SimulatorUnavailable(
            f"The simulated accelerator does not work with PyTorch {torch.__version__} "
            f"({type(error).__name__}: {_first_line(error)}); the versions in constraints.txt "
            "are known to work."
        ) from error
    simulator.forget_use()


def _install(count: int) -> None:
    simulator.set_count(count)
    memory.set_count(count)
    generators.set_count(count)
    engine.start_without_threads()
    _register_device()
    streams.install(count)
    _register_kernels()
    for part in (accelerator, storage, pinning, conversion, engine, parallel, limits):
        part.install()


def _register_device() -> None:
    """Give PyTorch's backend key its name, its Python module, and the hooks that C++ asks."""

    class Hooks(torch._C._acc.PrivateUse1Hooks):
        def is_available(self) -> bool:
            return simulator.count() > 0

        def is_built(self) -> bool:
            return True

        def has_primary_context(self, device_index: int) -> bool:
            return False

    set_up: Any = backend_registration._setup_privateuseone_for_python_backend
    set_up(simulator.NAME, backend_module=module.build(), hook=Hooks())


def _register_kernels() -> None:
    fallbacks = torch.library.Library("_", "IMPL")
    aten = torch.library.Library("aten", "IMPL")
    _libraries.extend([fallbacks, aten])
    kernels.register(aten, fallbacks)
    operators.register(aten)
    recurrent.register(aten)
    autocast.register(aten, fallbacks)
    limits.register(fallbacks)


def _try_out(count: int) -> None:
    """A few operations whose results are known: a torch that changed fails here, with a reason."""
    last = torch.device(simulator.NAME, count - 1)
    x = torch.arange(6.0, device=last).reshape(2, 3).requires_grad_()
    product = x @ x.T
    product.sum().backward()
    _expect("a matrix product", product.tolist(), [[5.0, 14.0], [14.0, 50.0]])
    _expect("its gradient", x.grad.tolist(), [[6.0, 10.0, 14.0]] * 2)  # type: ignore[union-attr]
    _expect("its device", product.device, last)
    _expect("the accelerator", torch.accelerator.current_accelerator(), torch.device(last.type))
    _expect("the number of devices", torch.accelerator.device_count(), count)
    _expect("bytes in use", torch.accelerator.memory_allocated(last) > 0, True)
    try:
        x + torch.ones(2, 3)
    except RuntimeError as error:
        _expect("mixing devices", "same device" in str(error), True)
    else:
        raise RuntimeError("mixing devices raised nothing")


def _expect(what: str, found: object, wanted: object) -> None:
    """Raise where what was found is not what a working device gives."""
    if found != wanted:
        raise RuntimeError(f"{what} is {found}, not {wanted}")


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]
