"""Moving tensors and modules: the three places where PyTorch does not follow a backend of ours.

* `net.to(device)` gives a parameter new memory and lets it stay the same object, so that an
  optimizer built before the move still trains it. PyTorch does so by `param.data = moved`, which
  it allows between its own devices only; for others it has `torch.utils.swap_tensors`.
* A device named without an index means the current one. C++ asks our device guard, which cannot
  be told from Python and says 0.
* `tensor.sim()` is `tensor.to("sim")`, as `.cuda()` is `.to("cuda")`.
"""

import functools
from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.utils._device import _device_constructors

from grader.devices import simulator

_apply = nn.Module._apply
_tensor_to = torch.Tensor.to


def install() -> None:
    """Put the three in place."""
    tensor: Any = torch.Tensor
    module: Any = nn.Module
    module._apply = _apply_by_swapping
    tensor.to = _to
    tensor.sim = _sim
    # `with torch.device(...)` knows the constructors by their C++ functions: let it note those
    # before two of them are wrapped.
    _device_constructors()
    torch.tensor = _on_current_device(torch.tensor)
    torch.as_tensor = _on_current_device(torch.as_tensor)


def _apply_by_swapping(self: nn.Module, fn: Callable[..., Any], recurse: bool = True) -> nn.Module:
    """Module._apply, which moves and converts modules, with swapping on.

    Swapping is on for the move alone: load_state_dict has its own use of the same flag.
    """
    before = torch.__future__.get_swap_module_params_on_conversion()
    torch.__future__.set_swap_module_params_on_conversion(True)
    try:
        return _apply(self, fn, recurse)
    finally:
        torch.__future__.set_swap_module_params_on_conversion(before)


@functools.wraps(_tensor_to)
def _to(self: torch.Tensor, *args: Any, **kwargs: Any) -> torch.Tensor:
    if simulator.current() != 0:
        args = tuple(_with_index(value) for value in args)
        kwargs = {name: _with_index(value) for name, value in kwargs.items()}
    return _tensor_to(self, *args, **kwargs)


def _sim(
    self: torch.Tensor,
    device: Any = None,
    non_blocking: bool = False,
    memory_format: torch.memory_format = torch.preserve_format,
) -> torch.Tensor:
    """A copy in the memory of a simulated device, the current one if none is given."""
    index = simulator.index_of(device)
    return self.to(
        torch.device(simulator.NAME, index), non_blocking=non_blocking, memory_format=memory_format
    )


def _on_current_device(constructor: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(constructor)
    def construct(*args: Any, **kwargs: Any) -> Any:
        if simulator.current() != 0 and "device" in kwargs:
            kwargs["device"] = _with_index(kwargs["device"])
        return constructor(*args, **kwargs)

    return construct


def _with_index(value: Any) -> Any:
    """A device without an index, as the current one; anything else as it is."""
    if value == simulator.NAME or value == torch.device(simulator.NAME):
        return torch.device(simulator.NAME, simulator.current())
    return value
