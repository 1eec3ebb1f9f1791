"""What the simulated accelerator refuses outright, so that nobody meets it as an internal error."""

from typing import Any

import torch

from grader.devices import simulator
from grader.devices.errors import refusal

# The dispatch keys of the tensors that it cannot hold.
_LAYOUTS = {
    "SparsePrivateUse1": "a sparse tensor",
    "SparseCsrPrivateUse1": "a sparse tensor",
    "QuantizedPrivateUse1": "a quantized tensor",
    "NestedTensorPrivateUse1": "a nested tensor",
}


def register(fallbacks: torch.library.Library) -> None:
    """Refuse every operation on tensors that are not dense."""
    for key, what in _LAYOUTS.items():
        fallbacks.fallback(_refuse(what), key)


def install() -> None:
    """Refuse to compile for the device with inductor, which writes code for devices it knows."""
    inductor: Any = torch._TorchCompileInductorWrapper
    compile_graph = inductor.__call__

    def refuse_or_compile(self: Any, model_: Any, inputs_: Any) -> Any:
        if any(_is_simulated(value) for value in inputs_):
            raise refusal("torch.compile", 'inductor has no code for it; use backend="eager"')
        return compile_graph(self, model_, inputs_)

    inductor.__call__ = refuse_or_compile


def _refuse(what: str) -> Any:
    def kernel(op: torch._ops.OpOverload, *args: Any, **kwargs: Any) -> Any:
        raise refusal(f"{op.name()} of {what}", "it holds dense tensors only")

    return kernel


def _is_simulated(value: Any) -> bool:
    return isinstance(value, torch.Tensor) and value.device.type == simulator.NAME
