"""The errors of the simulated accelerator, worded as CUDA's are where CUDA has the same one.

A learner who meets "Expected all tensors to be on the same device" here has to recognise it on a
real machine, so those sentences are kept word for word with the device's own name in them.
"""

import torch


def mixed_devices(first: torch.device, second: torch.device, where: str) -> RuntimeError:
    """The error for tensors of two devices in one operation; `where` says which argument of it."""
    return RuntimeError(
        "Expected all tensors to be on the same device, but found at least two devices, "
        f"{first} and {second}! (when checking argument {where})"
    )


def invalid_ordinal(index: int, count: int) -> RuntimeError:
    """The error for a device that does not exist: CUDA raises an AcceleratorError for it."""
    kind = getattr(torch, "AcceleratorError", RuntimeError)
    error: RuntimeError = kind(
        f"sim error: invalid device ordinal: there is no sim:{index} among {count} devices"
    )
    return error


def refusal(operation: str, reason: str) -> NotImplementedError:
    """The error for what the simulated accelerator does not do: the operation, and why."""
    return NotImplementedError(f"{operation}: not on the simulated accelerator: {reason}")
