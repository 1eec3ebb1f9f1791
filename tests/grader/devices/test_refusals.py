"""What the device does not do: an error that names the operation, never a crash."""

import pytest


def compiled_with_inductor():
    import torch

    torch.compile(lambda x: x * 2)(torch.ones(2, device="sim"))


def made_sparse():
    import torch

    torch.eye(2, device="sim").to_sparse()


def sparse_from_the_start():
    import torch

    places = torch.tensor([[0, 1], [1, 0]], device="sim")
    torch.sparse_coo_tensor(places, torch.ones(2, device="sim"))


def quantized():
    import torch

    torch.quantize_per_tensor(torch.ones(2, device="sim"), 0.1, 0, torch.qint8)


def nested():
    import torch

    torch.nested.nested_tensor([torch.ones(1), torch.ones(2)], device="sim") * 2


def sent_to_another_process():
    import io
    from multiprocessing.reduction import ForkingPickler

    import torch
    import torch.multiprocessing

    assert torch.multiprocessing
    ForkingPickler(io.BytesIO()).dump(torch.ones(2, device="sim"))


def grown_in_place():
    import torch

    x = torch.ones(1, device="sim")
    x.addbmm_(torch.ones(2, 3, 4, device="sim"), torch.ones(2, 4, 3, device="sim"))


def pinned_by_a_factory():
    import torch

    torch.ones(2, pin_memory=True)


def made_pinned_on_the_device():
    import torch

    torch.empty(2, device="sim", pin_memory=True)


def handed_to_numpy_by_dlpack():
    import numpy
    import torch

    numpy.from_dlpack(torch.ones(2, device="sim"))


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (compiled_with_inductor, "torch.compile: not on the simulated accelerator: inductor has"),
        (made_sparse, "aten::_to_sparse: not on the simulated accelerator"),
        (sparse_from_the_start, "of a sparse tensor: not on the simulated accelerator"),
        (quantized, "aten::quantize_per_tensor: not on the simulated accelerator"),
        (nested, "of a nested tensor: not on the simulated accelerator"),
        (
            sent_to_another_process,
            "sharing a tensor with another process: not on the simulated accelerator",
        ),
        (grown_in_place, "aten::addbmm_: not on the simulated accelerator"),
        (pinned_by_a_factory, "getPinnedMemoryAllocator"),
        (made_pinned_on_the_device, "only dense CPU tensors can be pinned"),
        (handed_to_numpy_by_dlpack, "Unsupported device in DLTensor"),
    ],
)
def test_it_is_refused_by_name(simulated, error_of, function, words):
    error = error_of(simulated, function)
    assert error.kind != "Crash"
    assert words in error.message


def compiled_with_eager():
    import torch

    double = torch.compile(lambda x: x * 2, backend="eager")
    return double(torch.ones(2, device="sim")).tolist()


def traced():
    import torch

    net = torch.nn.Linear(2, 2).to("sim")
    x = torch.ones(1, 2, device="sim")
    return torch.equal(torch.jit.trace(net, x)(x), net(x))


def test_compiling_without_writing_code_works(simulated):
    assert simulated(compiled_with_eager) == [2.0, 2.0]
    assert simulated(traced)
