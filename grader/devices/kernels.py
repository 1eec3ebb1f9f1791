"""The one kernel behind nearly every operation: run it on the host memory, hand back the device's.

PyTorch lets a backend register a fallback, called for each operation that has no kernel of its
own for the backend. Ours checks that the tensors may meet, runs the CPU's kernel on host views of
them, and gives the results the device's name. So values are the CPU's own, and autograd, which
sits above the kernels, works as for any device.
"""

import contextlib
from collections.abc import Sequence
from functools import partial
from typing import Any

import torch

from grader.devices import generators, mixing, simulator
from grader.devices.errors import refusal
from grader.devices.record import note
from grader.devices.relabel import device_view, host_view, working_on_host
from grader.devices.signatures import is_view, is_written, memory_of, operator, signature

_CPU = torch.device("cpu")

# Operations whose shared implementation looks a kernel up by device instead of dispatching, or
# lists the devices it knows: run whole on the host, they never get that far.
_RUN_WHOLE = (
    "_foreach_norm.Scalar",
    "_fused_sdp_choice",
    "conj_physical_",
    "convolution",
    "convolution_backward",
    "mode",
    "mode.values",
)

# Not to be run whole: a host view begins where its tensor begins, not where its storage does, so
# what counts from the storage's beginning would go wrong, and a new shape given to a host view
# would not reach its tensor. PyTorch composes these of operations that may be run.
_NEVER_WHOLE = ("as_strided_", "as_strided_copy", "as_strided_scatter")


def register(library: torch.library.Library, fallbacks: torch.library.Library) -> None:
    """Register the kernel for every operation that it is to serve."""
    fallbacks.fallback(run_on_host, simulator.KEY)
    for name in (*_RUN_WHOLE, *_composed()):
        library.impl(name, partial(run_on_host, operator(name)), simulator.KEY)


def run_on_host(op: torch._ops.OpOverload, *args: Any, **kwargs: Any) -> Any:
    """Run `op` on the host views of its tensors.

    Raises:
        RuntimeError: as CUDA's, where the tensors are not all on one device.
        NotImplementedError: where the result is nothing that a device can hold.
    """
    simulator.touch()
    note(op._schema.name)
    index = _target(op, args, kwargs)
    host_args = [_to_host(value) for value in _with_tensors(op, args)]
    host_kwargs = {name: _to_host(value) for name, value in kwargs.items()}
    # Tensors given as out= are filled from new ones: a host view cannot grow to a result's size.
    outs = {name: kwargs[name] for name in signature(op).outs if kwargs.get(name) is not None}
    results = {name: torch.empty(0, dtype=out.dtype) for name, out in outs.items()}
    host_kwargs.update(results)
    if "device" in host_kwargs:
        host_kwargs["device"] = _CPU
    with working_on_host():
        value = _run(op, index, host_args, host_kwargs)
        for name, out in outs.items():
            _fill(out, results[name], index)
    return _returned(op, args, kwargs, value, index)


def _run(
    op: torch._ops.OpOverload, index: int | None, args: Sequence[Any], kwargs: dict[str, Any]
) -> Any:
    """Run on the host what belongs to sim:`index`: with its random numbers, and not pinned."""
    if index is None:
        return op(*args, **kwargs)
    if kwargs.pop("pin_memory", None):
        raise RuntimeError("Cannot pin a tensor of sim: only dense CPU tensors can be pinned")
    numbers: contextlib.AbstractContextManager[None] = contextlib.nullcontext()
    if signature(op).takes_generator:
        kwargs["generator"] = generators.for_kernel(kwargs.get("generator"), index)
    elif torch.Tag.nondeterministic_seeded in op.tags:
        numbers = generators.in_place_of_cpu(index)
    try:
        with numbers:
            return op(*args, **kwargs)
    except RuntimeError as error:
        if "not resizable" in str(error):
            raise refusal(op.name(), "it cannot change a tensor's size in place") from error
        raise


def _target(op: torch._ops.OpOverload, args: Sequence[Any], kwargs: dict[str, Any]) -> int | None:
    """The index of the device that the results are for; None for the CPU."""
    device = mixing.device_of(op, args, kwargs)
    if kwargs.get("device") is not None:
        device = kwargs["device"]
    if device is None:
        return simulator.current()
    return simulator.index_of(device) if device.type == simulator.NAME else None


def _with_tensors(op: torch._ops.OpOverload, args: Sequence[Any]) -> Sequence[Any]:
    """The arguments, with numbers made tensors again where tensors are declared.

    On the way to us, `x % 2` has its 2 made a tensor, because the operation takes two, and
    unwrapped, because it was a number. The number must not widen the type of the result.
    """
    places = [place for place in signature(op).tensors if place < len(args)]
    if all(isinstance(args[place], torch.Tensor) for place in places):
        return args
    beside = next(args[place] for place in places if isinstance(args[place], torch.Tensor))
    given = list(args)
    for place in places:
        if isinstance(given[place], (bool, int, float, complex)):
            dtype = torch.result_type(beside, given[place])
            given[place] = torch.tensor(given[place], dtype=dtype, device=_CPU)
    return given


def _to_host(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        return host_view(value) if value.device.type == simulator.NAME else value
    if isinstance(value, (list, tuple)):
        return [_to_host(item) for item in value]
    return value


def _to_device(op: torch._ops.OpOverload, value: Any, index: int | None) -> Any:
    if index is None:
        return value
    if isinstance(value, torch.Tensor):
        if value.layout is not torch.strided or value.is_quantized:
            raise refusal(op.name(), "it holds dense tensors only")
        return device_view(value, index)
    if isinstance(value, (list, tuple)):
        return type(value)(_to_device(op, item, index) for item in value)
    return value


def _fill(out: torch.Tensor, result: torch.Tensor, index: int | None) -> None:
    """Put a result into the tensor given as out=, which may have another size so far."""
    if out.shape == result.shape:
        host = host_view(out) if out.device.type == simulator.NAME else out
        host.copy_(result)
    else:
        out.data = result if index is None else device_view(result, index)


def _returned(
    op: torch._ops.OpOverload,
    args: Sequence[Any],
    kwargs: dict[str, Any],
    value: Any,
    index: int | None,
) -> Any:
    """What `op` returns: tensors of the device, and where it writes, the very ones given to it."""
    if not signature(op).writes:
        return _to_device(op, value, index)
    returns = op._schema.returns
    if not returns:
        return None
    arguments = {}
    for position, argument in enumerate(op._schema.arguments):
        if is_written(argument):
            given = args[position] if position < len(args) else kwargs.get(argument.name)
            arguments[memory_of(argument)] = given
    results = []
    for declared, part in zip(returns, value if len(returns) > 1 else [value], strict=True):
        if is_written(declared):
            results.append(arguments[memory_of(declared)])
        else:
            results.append(_to_device(op, part, index))
    return tuple(results) if len(results) > 1 else results[0]


def _composed() -> list[str]:
    """Operations that PyTorch would compose of others for a device it does not know.

    Structured ones it splits in two, make an output and fill it: the halves would come to us
    apart, with an output not yet sized. Others have a kernel of the CPU's own, whose numbers the
    general composition does not give in the lower precisions. Views are left out: they share
    their base's memory, which is told elsewhere.
    """
    registered = torch._C._dispatch_get_registrations_for_dispatch_key
    structured = set(registered("CompositeExplicitAutogradNonFunctional"))
    with_own_kernel = set(registered("CompositeExplicitAutograd")) & set(registered("CPU"))
    names = []
    for full in structured | with_own_kernel:
        namespace, _, name = full.partition("::")
        if namespace != "aten" or name in _NEVER_WHOLE:
            continue
        if torch._C._dispatch_has_kernel_for_dispatch_key(full, simulator.KEY):
            continue
        if not any(is_view(returned) for returned in operator(name)._schema.returns):
            names.append(name)
    return names
