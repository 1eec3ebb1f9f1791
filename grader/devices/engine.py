"""Backward passes in the thread that asks for them.

Autograd's engine starts a thread for each device of a backend, and hands work for a device to its
thread. The guard that PyTorch offers to Python reports one device, whatever the truth, so work for
sim:1 would find no thread, and a process that has to stay single-threaded would get one. With its
multithreading off, the engine does all work in the calling thread and needs no other.
"""

import functools
from collections.abc import Callable
from typing import Any

import torch
import torch.autograd.graph


def start_without_threads() -> None:
    """Start the engine while there is no device yet; to be called before the device is registered.

    The engine starts its threads at the first backward pass, for the devices known by then.
    """
    with torch.enable_grad():
        torch.zeros((), device="cpu", requires_grad=True).backward()


def install() -> None:
    """Turn the engine's multithreading off for each backward pass, whatever thread runs it.

    The switch belongs to the thread, so turning it off once would not do: DataParallel and
    learners start threads of their own.
    """
    run = torch.autograd.graph._engine_run_backward
    for module in (torch.autograd, torch.autograd.graph):
        module._engine_run_backward = _in_calling_thread(run)  # type: ignore[attr-defined]


def _in_calling_thread(run: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(run)
    def run_backward(*args: Any, **kwargs: Any) -> Any:
        with torch.autograd.set_multithreading_enabled(False):
            return run(*args, **kwargs)

    return run_backward
