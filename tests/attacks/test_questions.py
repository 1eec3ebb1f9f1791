"""What is asked reaches hostile code whole: nothing may travel along that was not meant for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from grader.grading.questions import Packer, Unpacker

WHOLE = torch.arange(24.0).reshape(4, 6)

VIEWS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "all of it": lambda whole: whole,
    "the first rows": lambda whole: whole[:2],
    "all columns but the last": lambda whole: whole[:, :-1],
    "every other column": lambda whole: whole[:, 1::2],
    "one row, expanded": lambda whole: whole[1].expand(3, 6),
    "turned": lambda whole: whole[1:3].t(),
    "one number": lambda whole: whole[2, 3],
    "windows that overlap": lambda whole: whole.flatten()[:8].unfold(0, 3, 1),
    "nothing": lambda whole: whole[:0],
    "a gradient's": lambda whole: whole[:2].detach().requires_grad_(),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_slice_travels_without_what_it_was_cut_from(name: str) -> None:
    """Held-back rows, or the labels beside the features, are in the same memory."""
    sent = VIEWS[name](WHOLE.clone())
    question = Packer().question(len, {"x": sent}, 1.0, bytes(16))
    *_, arguments = Unpacker().unpack(question)
    came = arguments["x"]
    assert torch.equal(came, sent)
    assert came.stride() == sent.stride()
    assert came.requires_grad == sent.requires_grad
    memory = torch.empty(0).set_(came.detach().untyped_storage())
    assert set(memory.tolist()) <= {0.0, *sent.flatten().tolist()}
