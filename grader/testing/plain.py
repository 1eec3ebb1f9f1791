"""Observations on the wire: JSON for structure, safetensors for tensors, nothing executable.

`encode` runs beside the learner's code and may be turned against us; `decode` trusts nothing. A
message is the length of its JSON part (4 bytes, big-endian), that part, and a safetensors file.
In JSON, None, bool, int, float and str stand for themselves; everything else is an object with
one key: {"list": [...]}, {"tuple": [...]}, {"dict": [[key, value], ...]}, {"tensor": n},
{"complex": n}, {"array": n}.
"""

from __future__ import annotations

import json
import struct
from typing import Any

MAX_BYTES = 64 << 20
MAX_DEPTH = 12
MAX_ITEMS = 200_000
MAX_TENSORS = 4_000
MAX_TEXT = 1_000_000

_LENGTH = struct.Struct(">I")


class NotPlain(ValueError):
    """A value, or a message, that is not plain data within the limits."""


def encode(value: Any) -> bytes:
    """Plain data as a message.

    Raises:
        NotPlain: for anything but None, numbers, strings, dense tensors, arrays, and lists,
            tuples and dicts of these; the text names it.
    """
    tensors: dict[str, Any] = {}
    structure = json.dumps(_lower(value, tensors, _Budget(), 0)).encode()
    return _LENGTH.pack(len(structure)) + structure + _file(tensors)


# PyTorch's name of a type and that of safetensors.
_TYPES = {
    "float64": "F64",
    "float32": "F32",
    "float16": "F16",
    "bfloat16": "BF16",
    "int64": "I64",
    "int32": "I32",
    "int16": "I16",
    "int8": "I8",
    "uint8": "U8",
    "uint16": "U16",
    "uint32": "U32",
    "uint64": "U64",
    "bool": "BOOL",
    "float8_e4m3fn": "F8_E4M3",
    "float8_e5m2": "F8_E5M2",
}


def _file(tensors: dict[str, Any]) -> bytes:
    """A safetensors file. Its own writer takes several times as long for tensors as small as ours.

    The length of the head (8 bytes, little-endian), the head in JSON, then all contents in order.
    """
    import torch

    head, contents, start = {}, [], 0
    for name, tensor in tensors.items():
        kind = _TYPES.get(str(tensor.dtype).removeprefix("torch."))
        if kind is None:
            raise NotPlain(f"it is a tensor of {tensor.dtype}")
        # A single element may have any stride and still count as contiguous: a clone has none.
        packed = tensor.clone(memory_format=torch.contiguous_format).reshape(-1)
        content = packed.view(torch.uint8).numpy().tobytes()
        end = start + len(content)
        head[name] = {"dtype": kind, "shape": [*tensor.shape], "data_offsets": [start, end]}
        contents.append(content)
        start = end
    text = json.dumps(head).encode()
    return b"".join([struct.pack("<Q", len(text)), text, *contents])


class _Budget:
    """What a message may still hold; `decode` would refuse the whole where it is passed."""

    def __init__(self) -> None:
        self.items, self.tensors, self.bytes = MAX_ITEMS, MAX_TENSORS, MAX_BYTES

    def item(self) -> None:
        """Raises NotPlain for one too many."""
        self.items -= 1
        if self.items < 0:
            raise NotPlain(f"it holds more than {MAX_ITEMS} items")

    def tensor(self, size: int) -> None:
        """Raises NotPlain for one too many, or for too many bytes in all."""
        self.tensors -= 1
        self.bytes -= size
        if self.tensors < 0:
            raise NotPlain(f"it holds more than {MAX_TENSORS} tensors")
        if self.bytes < 0:
            raise NotPlain(f"its tensors take more than {MAX_BYTES >> 20} MiB")


def _lower(value: Any, tensors: dict[str, Any], budget: _Budget, depth: int) -> Any:
    import numpy
    import torch

    budget.item()
    if depth > MAX_DEPTH:
        raise NotPlain(f"it is nested more than {MAX_DEPTH} deep")
    # Exact types: a subclass may lie about itself, and a str or int subclass is not plain.
    kind = type(value)
    if kind is str and len(value) > MAX_TEXT:
        raise NotPlain(f"it is a text of more than {MAX_TEXT} characters")
    if value is None or kind in (bool, int, float, str):
        return value
    if kind in (torch.Tensor, torch.nn.Parameter):
        return _lower_tensor(value, tensors, budget)
    if kind in (torch.dtype, torch.device):
        return str(value)
    if isinstance(value, numpy.generic):
        return _lower(value.item(), tensors, budget, depth + 1)
    if kind is numpy.ndarray:
        budget.tensor(value.size * value.itemsize)
        name = str(len(tensors))
        tensors[name] = torch.from_numpy(numpy.ascontiguousarray(value).copy())
        return {"array": name}
    if kind is list:
        return {"list": [_lower(item, tensors, budget, depth + 1) for item in value]}
    if isinstance(value, tuple):
        return {"tuple": [_lower(item, tensors, budget, depth + 1) for item in value]}
    if isinstance(value, dict):
        return {
            "dict": [
                [_lower(key, tensors, budget, MAX_DEPTH), _lower(item, tensors, budget, depth + 1)]
                for key, item in value.items()
            ]
        }
    raise NotPlain(f"it is a {kind.__name__}")


def _lower_tensor(value: Any, tensors: dict[str, Any], budget: _Budget) -> dict[str, str]:
    import torch

    if value.is_nested:
        raise NotPlain("it is a nested tensor, whose rows differ in length")
    if value.layout is not torch.strided:
        raise NotPlain("it is a sparse tensor")
    if value.is_quantized:
        raise NotPlain("it is a quantised tensor")
    if value.device.type == "meta":
        raise NotPlain("it is a meta tensor, which holds no values")
    budget.tensor(value.numel() * value.element_size())
    plain = value.detach().cpu()
    key = "complex" if plain.is_complex() else "tensor"
    if key == "complex":
        plain = torch.view_as_real(plain.resolve_conj())
    name = str(len(tensors))
    tensors[name] = plain.resolve_neg()
    return {key: name}


def decode(message: bytes) -> Any:
    """The plain data of a message.

    Raises:
        NotPlain: for a message that is malformed or over a limit, whatever is wrong with it.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load

    if len(message) > MAX_BYTES or len(message) < _LENGTH.size:
        raise NotPlain("the message is too short or too long")
    (length,) = _LENGTH.unpack_from(message)
    end = _LENGTH.size + length
    if end > len(message):
        raise NotPlain("the message is cut short")
    try:
        structure = json.loads(message[_LENGTH.size : end])
        tensors = load(message[end:])
    except (SafetensorError, ValueError, RecursionError, KeyError, TypeError, RuntimeError) as e:
        raise NotPlain(f"the message is malformed ({type(e).__name__})") from None
    if len(tensors) > MAX_TENSORS:
        raise NotPlain("the message holds too many tensors")
    return _Raiser(tensors).raise_(structure, 0)


class _Raiser:
    def __init__(self, tensors: dict[str, Any]) -> None:
        self.tensors, self.items = tensors, 0

    def raise_(self, node: Any, depth: int) -> Any:
        self.items += 1
        if depth > 2 * MAX_DEPTH or self.items > MAX_ITEMS:
            raise NotPlain("the message is nested too deep or holds too many items")
        if isinstance(node, str):
            if len(node) > MAX_TEXT:
                raise NotPlain("the message holds a text that is too long")
            return node
        if node is None or isinstance(node, (bool, int, float)):
            return node
        if not isinstance(node, dict) or len(node) != 1:
            raise NotPlain("the message is malformed (structure)")
        ((key, body),) = node.items()
        if key in ("tensor", "complex", "array"):
            return self._tensor(key, body)
        if not isinstance(body, list):
            raise NotPlain("the message is malformed (structure)")
        if key == "list":
            return [self.raise_(item, depth + 1) for item in body]
        if key == "tuple":
            return tuple(self.raise_(item, depth + 1) for item in body)
        if key == "dict":
            return self._dict(body, depth)
        raise NotPlain("the message is malformed (structure)")

    def _tensor(self, key: str, name: Any) -> Any:
        import torch

        if not isinstance(name, str) or name not in self.tensors:
            raise NotPlain("the message names a tensor that it does not hold")
        tensor = self.tensors[name]
        if key == "array":
            return tensor.numpy()
        if key == "complex":
            if not tensor.is_floating_point() or tensor.dim() < 1 or tensor.shape[-1] != 2:
                raise NotPlain("the message holds a malformed complex tensor")
            return torch.view_as_complex(tensor.contiguous())
        return tensor

    def _dict(self, body: list[Any], depth: int) -> dict[Any, Any]:
        result = {}
        for pair in body:
            if not isinstance(pair, list) or len(pair) != 2 or isinstance(pair[0], (list, dict)):
                raise NotPlain("the message is malformed (dict)")
            result[self.raise_(pair[0], depth + 1)] = self.raise_(pair[1], depth + 1)
        return result
