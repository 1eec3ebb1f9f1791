"""Autocast casts by CUDA's lists, which every torch carries in its headers."""

import re
from pathlib import Path

import pytest
import torch

from grader.devices import autocast

HEADER = Path(torch.__file__).parent / "include/ATen/autocast_mode.h"

# cuDNN's operations have a list of their own in the CUDA sources.
CUDNN = {"cudnn_convolution", "cudnn_convolution_transpose"}


def listed(macro: str) -> set[str]:
    """The operations of a list in the header."""
    found = re.search(rf"#define {macro}\(_\)(.*?)\n\n", HEADER.read_text(), re.S)
    assert found, f"{macro} is no longer in {HEADER.name}"
    entries = re.findall(r"_\((\w+)(?:, (\w+))?\)", found[1])
    named = re.findall(r'"([\w.]+)"', found[1])
    return {name + (f".{overload}" if overload else "") for name, overload in entries} | set(named)


@pytest.mark.skipif(not HEADER.exists(), reason="this torch comes without its headers")
def test_the_lists_are_those_of_cuda():
    assert set(autocast.LOWER_PRECISION) == listed("AT_FORALL_LOWER_PRECISION_FP") | CUDNN
    assert set(autocast.FLOAT32) == listed("AT_FORALL_FP32") | listed(
        "AT_FORALL_DIFFERENT_REDISPATCH_SIGNATURE"
    )
    assert set(autocast.FLOAT32_RESULT) == listed("AT_FORALL_FP32_SET_OPT_DTYPE")
    assert set(autocast.WIDEST) == listed("AT_FORALL_PROMOTE")


def test_nothing_that_cuda_casts_is_left_out():
    registered = torch._C._dispatch_get_registrations_for_dispatch_key("AutocastCUDA")
    ours = (
        autocast.LOWER_PRECISION
        + autocast.FLOAT32
        + autocast.FLOAT32_RESULT
        + autocast.WIDEST
        + autocast.BANNED
    )
    assert {f"aten::{name}" for name in ours} == set(registered)


def step_of_a_learner():
    """The exercise: forward and loss under autocast, parameters left in float32."""
    import torch
    from torch import nn

    torch.manual_seed(0)
    net = nn.Sequential(nn.Conv1d(2, 4, 3), nn.BatchNorm1d(4), nn.Flatten(), nn.Linear(24, 3))
    net.to("sim:1")
    seen = []
    for layer in net:
        layer.register_forward_hook(lambda module, inputs, output: seen.append(str(output.dtype)))
    optimizer = torch.optim.AdamW(net.parameters(), lr=0.05)
    x, y = torch.randn(6, 2, 8).to("sim:1"), torch.tensor([0, 1, 2] * 2).to("sim:1")
    losses = []
    for _ in range(4):
        optimizer.zero_grad()
        with torch.autocast("sim", dtype=torch.bfloat16):
            loss = nn.functional.cross_entropy(net(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return [seen[:4], str(loss.dtype), losses, sorted({str(p.dtype) for p in net.parameters()})]


def without_a_dtype():
    import torch

    x = torch.ones(2, 2, device="sim")
    with torch.autocast("sim"):
        return str((x @ x).dtype)


def as_a_decorator():
    import torch

    @torch.autocast("sim", dtype=torch.bfloat16)
    def product(x):
        return x @ x

    return [str(product(torch.ones(2, 2, device="sim")).dtype), torch.is_autocast_enabled("sim")]


def beside_the_cpu():
    """Autocast of one kind of device leaves the others alone."""
    import torch

    x = torch.ones(2, 2)
    with torch.autocast("sim", dtype=torch.bfloat16):
        cpu = x @ x
    with torch.autocast("cpu", dtype=torch.bfloat16):
        sim = x.to("sim") @ x.to("sim")
    return [str(cpu.dtype), str(sim.dtype)]


def test_a_training_step_really_runs_in_bfloat16(simulated):
    outputs, loss, losses, parameters = simulated(step_of_a_learner)
    assert outputs == ["torch.bfloat16"] * 4
    assert loss == "torch.float32"
    assert parameters == ["torch.float32"]
    assert losses[-1] < losses[0]
    # A number of bfloat16 has its last 16 bits zero; the loss was taken in float32.
    assert any(value != round(value, 2) for value in losses)


def test_the_type_is_float16_unless_given(simulated):
    assert simulated(without_a_dtype) == "torch.float16"


def test_it_works_as_a_decorator(simulated):
    assert simulated(as_a_decorator) == ["torch.bfloat16", False]


def test_other_devices_are_left_alone(simulated):
    assert simulated(beside_the_cpu) == ["torch.float32", "torch.float32"]
