"""A simulated accelerator: devices `sim:0` and `sim:1` on any machine, with CUDA's manners.

Tensors on it hold real values and their own device, mixing devices raises, `.numpy()` refuses;
autograd, optimizers, DataLoader, saving and loading, DataParallel, autocast and torch.accelerator
work. README.md tells what it refuses and how it was compared.

The installation is process-wide and stays: give it a process of its own, forked or fresh.
Importing this package is cheap; torch is imported by `install`.
"""

from grader.devices.counts import patched_count
from grader.devices.record import recorded

__all__ = ["SimulatorUnavailable", "install", "is_installed", "patched_count", "recorded"]

_installed = 0


class SimulatorUnavailable(RuntimeError):
    """This build of PyTorch cannot carry the simulated accelerator; the message says why."""


def install(count: int = 2) -> None:
    """Install `count` simulated devices in this process; a second call changes nothing.

    Raises:
        SimulatorUnavailable: they do not work with this torch. The process is then to be thrown
            away, since parts may be in place.
        ValueError: other devices are installed already, or the count is below 1.
    """
    global _installed
    if count < 1:
        raise ValueError(f"count has to be 1 or more, not {count}")
    if _installed and _installed != count:
        raise ValueError(f"{_installed} devices are installed already; install() cannot change it")
    if not _installed:
        from grader.devices import installation

        installation.install(count)
        _installed = count


def is_installed() -> bool:
    """Whether this process has the simulated accelerator."""
    return _installed > 0
