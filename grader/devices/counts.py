"""Another number of devices, for code that only asks how many there are."""

import contextlib
import importlib
import sys
from collections.abc import Iterator
from typing import Any
from unittest import mock


@contextlib.contextmanager
def patched_count(count: int) -> Iterator[None]:
    """Let torch say that there are `count` devices, on whatever machine this is.

    Within the block torch.accelerator and torch.cuda, and torch.sim where the simulator is
    installed, report `count` devices and whether there are any. A device such as `cuda:1` can be
    constructed on any machine, so code that chooses a device is tried this way; code that makes
    tensors on it is not.

    torch.accelerator.current_accelerator() names the accelerator that there is, the simulated one
    included, and "cuda" where there is none; with a count of 0 it gives None. DataParallel is
    built over the simulated devices where they are installed, and is left without devices where
    there are none, as PyTorch does on a CPU.
    """
    import torch

    # torch.nn.parallel has a function of the module's name, which hides it from an import.
    data_parallel = importlib.import_module("torch.nn.parallel.data_parallel")
    real = torch.accelerator.current_accelerator(check_available=True)
    reported = (real or torch.device("cuda")) if count else None
    kind = real.type if real is not None and count else None

    def name(device: Any = None) -> str:
        return "Patched device"

    answers: list[tuple[Any, dict[str, Any]]] = [
        (
            torch.accelerator,
            {
                "current_accelerator": lambda check_available=False: reported,
                "device_count": lambda: count,
                "is_available": lambda: count > 0,
            },
        ),
        (
            torch.cuda,
            {
                "device_count": lambda: count,
                "is_available": lambda: count > 0,
                "get_device_name": name,
            },
        ),
        # DataParallel asks for the kind of device by these two names, and would take a patched
        # torch.cuda for a real one.
        (torch._utils, {"_get_available_device_type": lambda: kind}),
        (data_parallel, {"_get_available_device_type": lambda: kind}),
    ]
    if simulated := sys.modules.get("torch.sim"):
        answers.append(
            (simulated, {"device_count": lambda: count, "is_available": lambda: count > 0})
        )
    with contextlib.ExitStack() as stack:
        for owner, functions in answers:
            stack.enter_context(mock.patch.multiple(owner, **functions))
        yield
