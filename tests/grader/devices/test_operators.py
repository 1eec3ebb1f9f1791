"""PyTorch's own samples for its operators, on the CPU and on the simulator.

torch.testing has inputs for some 700 operators, with which PyTorch tests its own devices. Each is
run on both, forward, backward, in place and with out=; the answers must be equal.
"""

import pytest

# Operators that differ, and why.
RANDOM = "its random numbers are the device's own"
DENSE = "refused: the device holds dense tensors only"
KNOWN = {
    "nn.functional.fractional_max_pool2d": RANDOM,
    "nn.functional.fractional_max_pool3d": RANDOM,
    "nn.functional.multi_head_attention_forward": RANDOM,
    "nn.functional.scaled_dot_product_attention": RANDOM,
    "sparse.mm.reduce": DENSE,
    "sparse.sampled_addmm": DENSE,
    "to_sparse": DENSE,
    "addbmm": "refused: addbmm_ of the CPU lets a tensor grow in place",
    "tensor_split": "its indices have to be on the CPU, as on CUDA",
    "to": "the samples move to the CPU",
    "torch._scaled_mm": "its 8-bit floats cannot be compared within a tolerance",
}
# Not compared: what they give is random, or whatever memory held.
ANY = ("rand", "normal", "bernoulli", "multinomial", "dropout", "empty", "exponential", "cauchy")
ANY += ("geometric", "uniform", "rrelu", "lowrank")
SAMPLES = 3  # of each operator


def operators_that_differ():
    """The number of operators, and those whose answers are not the CPU's, each with its error."""
    import itertools
    import sys
    import types
    import unittest

    # torch.testing takes a base class from it and nothing else.
    sys.modules["expecttest"] = types.SimpleNamespace(TestCase=unittest.TestCase)
    import torch
    from torch.testing._internal.common_methods_invocations import op_db

    differ = {}
    for op in op_db:
        name = op.name + (f".{op.variant_test_name}" if op.variant_test_name else "")
        dtype = torch.float32 if torch.float32 in op.dtypes else next(iter(op.dtypes), None)
        if dtype is None:
            continue
        differentiable = op.supports_autograd and (dtype.is_floating_point or dtype.is_complex)
        samples = op.sample_inputs("cpu", dtype, requires_grad=differentiable)
        try:
            for sample in itertools.islice(samples, SAMPLES):
                _compare(op, sample, differentiable, exact=not any(part in name for part in ANY))
        except Exception as error:
            differ[name] = f"{type(error).__name__}: {error}"
    return [len(op_db), differ]


def _compare(op, sample, differentiable, exact):
    import torch

    inputs = [sample.input, sample.args, sample.kwargs]
    here, there = (_inputs(inputs, device) for device in (None, "sim:1"))
    expected = _run(op, *here)
    if isinstance(expected, Exception):
        return  # not a sample for the CPU
    found = _run(op, *there)
    _assert_same(expected, found, exact)
    if differentiable and exact:
        pair = [_gradients(op, *_inputs(inputs, device)) for device in (None, "sim:1")]
        _assert_same(*pair, exact)
    for variant in (op.get_inplace(), _into_new_tensors(op, expected)):
        if variant is not None and isinstance(sample.input, torch.Tensor):
            with torch.no_grad():
                expected = _run(variant, *_inputs(inputs, None))
                if not isinstance(expected, Exception):
                    _assert_same(expected, _run(variant, *_inputs(inputs, "sim:1")), exact)


def _inputs(values, device):
    """Copies of a sample's inputs, on the device."""
    import torch
    from torch.utils._pytree import tree_map

    def copy(value):
        if not isinstance(value, torch.Tensor) or value.layout is not torch.strided:
            return value
        moved = value.detach().to(device or "cpu", copy=True)
        return moved.requires_grad_(value.requires_grad)

    copies = tree_map(copy, values)
    if device is not None and "device" in copies[2]:
        copies[2]["device"] = device
    return copies


def _run(function, first, rest, named):
    import torch

    torch.manual_seed(0)
    try:
        return function(first, *rest, **named)
    except Exception as error:
        return error


def _into_new_tensors(op, like):
    """The operator with out= given empty tensors."""
    import torch

    if not op.supports_out:
        return None

    def run(first, *rest, **named):
        outs = [torch.empty(0, dtype=part.dtype, device=first.device) for part in _tensors(like)]
        return op(first, *rest, **named, out=outs[0] if len(outs) == 1 else outs)

    return run


def _gradients(op, first, rest, named):
    import torch

    outputs = [part for part in _tensors(op(first, *rest, **named)) if part.requires_grad]
    leaves = [part for part in _tensors((first, rest)) if part.requires_grad]
    if not outputs or not leaves:
        return []
    total = sum(part.abs().sum() for part in outputs)
    found = torch.autograd.grad(total, leaves, allow_unused=True)
    return [grad for grad in found if grad is not None]


def _tensors(value):
    import torch
    from torch.utils._pytree import tree_leaves

    return [part for part in tree_leaves(value) if isinstance(part, torch.Tensor)]


def _assert_same(expected, found, exact):
    import torch

    if isinstance(found, Exception):
        raise found
    for here, there in zip(_tensors(expected), _tensors(found), strict=True):
        assert there.device.type == "sim", f"a result on {there.device}"
        if exact:
            torch.testing.assert_close(
                there.detach().cpu(), here.detach(), rtol=1e-3, atol=1e-3, equal_nan=True
            )


@pytest.mark.slow
def test_operators_give_the_cpus_answers(simulated):
    number, differ = simulated(operators_that_differ)
    assert number > 600
    assert {name: error for name, error in differ.items() if name not in KNOWN} == {}
    for name, error in differ.items():
        if KNOWN[name] is DENSE:
            assert "not on the simulated accelerator" in error
