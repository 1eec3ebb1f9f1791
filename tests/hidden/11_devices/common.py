"""What the unit's tests share: the devices that there are, and a look at what lies where.

The tests run on the accelerator that torch.accelerator speaks of: the simulated one in a process
that has it, and otherwise a real one.
"""

import torch

from grader.testing import check, probe


@probe
def accelerators(unit):
    """The names of the accelerator's devices."""
    kind = torch.accelerator.current_accelerator().type
    return [f"{kind}:{i}" for i in range(torch.accelerator.device_count())]


def devices_of(observe, cpu=True):
    """The names of all devices, the CPU first."""
    found = observe(accelerators)
    check(found, "No accelerator was found: leave `torch.accelerator` as it is.")
    return ["cpu", *found] if cpu else found


def kind_of(device):
    """The type in a device's name."""
    return device.partition(":")[0]


def place(tensor):
    """The device of a tensor, by its name."""
    return str(tensor.device)


def described(value, device=None, path="batch"):
    """What a nested batch is made of: kind, place and content by path, as plain data.

    Args:
        device: stands for the place of every tensor.
    """
    if isinstance(value, torch.Tensor):
        return {path: ("tensor", device or place(value), value)}
    if isinstance(value, dict):
        inside = [(f"{path}[{key!r}]", item) for key, item in value.items()]
    elif isinstance(value, (list, tuple)):
        inside = [(f"{path}[{i}]", item) for i, item in enumerate(value)]
    else:
        return {path: (type(value).__name__, "", value)}
    found = {path: (type(value).__name__, "", len(value))}
    for name, item in inside:
        found |= described(item, device, name)
    return found
