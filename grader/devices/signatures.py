"""What an operation's declaration tells: what it writes to, what it needs, what it shares."""

from functools import cache
from typing import Any, NamedTuple

import torch


class Signature(NamedTuple):
    """What the fallback kernel needs to know of an operation."""

    writes: bool  # to any of its arguments
    outs: tuple[str, ...]  # those of them that are given as out=, by name
    tensors: tuple[int, ...]  # positions at which a tensor is declared and no number will do
    takes_generator: bool


def operator(name: str) -> torch._ops.OpOverload:
    """The operation of a name such as "add.Tensor"."""
    packet, _, overload = name.partition(".")
    found: torch._ops.OpOverload = getattr(getattr(torch.ops.aten, packet), overload or "default")
    return found


@cache
def signature(op: torch._ops.OpOverload) -> Signature:
    """What `op` declares."""
    arguments = op._schema.arguments
    name = op._schema.name.partition("::")[2]
    numbers_do = torch._C._should_allow_numbers_as_tensors(name)
    tensors = [place for place, argument in enumerate(arguments) if str(argument.type) == "Tensor"]
    return Signature(
        writes=any(is_written(argument) for argument in arguments),
        outs=tuple(argument.name for argument in arguments if argument.is_out),
        tensors=() if numbers_do else tuple(tensors),
        takes_generator=any(argument.name == "generator" for argument in arguments),
    )


def is_written(declared: Any) -> bool:
    """Whether an operation writes to this argument, or returns one that it has written to."""
    return declared.alias_info is not None and declared.alias_info.is_write


def is_view(declared: Any) -> bool:
    """Whether an operation returns here a view of an argument."""
    return declared.alias_info is not None and not declared.alias_info.is_write


def memory_of(declared: Any) -> frozenset[str]:
    """The declaration's names for the memory of an argument or result that shares some."""
    return frozenset(declared.alias_info.before_set)
