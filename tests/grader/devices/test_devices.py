"""What is special to devices that are host memory: marks, offsets, sizes, messages, forks."""

import pytest


def message_of_a_sum():
    import torch

    torch.ones(2, device="sim:1") + torch.ones(2)


def message_of_a_layer():
    import torch

    torch.nn.Linear(2, 1).to("sim")(torch.ones(3, 2))


def message_of_numpy():
    import torch

    torch.ones(1, device="sim").numpy()


def message_of_an_ordinal():
    import torch

    torch.ones(1).to("sim:2")


def printed():
    import torch

    return str(torch.ones(1, device="sim:1"))


def conjugated():
    """Marks for work not done yet: conjugate and negative."""
    import torch

    x = torch.tensor([1 + 2j, 3 - 1j])
    y = x.to("sim").conj()
    negative = y.imag
    target = torch.zeros(2, dtype=torch.complex64).conj()
    target.copy_(y)
    return [
        y.is_conj() and negative.is_neg(),
        torch.equal(y.cpu(), x.conj()),
        torch.equal((y * 2).cpu(), x.conj() * 2),
        torch.equal(negative.cpu(), x.conj().imag),
        torch.equal(target, x.conj()),
        torch.equal(x.to("sim").conj_physical_().cpu(), x.conj()),
    ]


def by_offset():
    """Operations that count from the beginning of a storage, on a view that begins later."""
    import torch

    results = []
    for device in ("cpu", "sim"):
        x = torch.arange(10.0, device=device)[2:]
        results.append(
            [
                torch.as_strided(x, (2, 2), (3, 1), 1).tolist(),
                torch.as_strided_copy(x, (2,), (2,)).tolist(),
                torch.as_strided_scatter(x, torch.zeros(2, device=device), (2,), (1,), 3).tolist(),
            ]
        )
    return results[0] == results[1] and results[0]


def reshaped_in_place():
    import torch

    x = torch.arange(6.0, device="sim").reshape(1, 2, 3)
    x.squeeze_(0).t_().unsqueeze_(0)
    return [list(x.shape), x.tolist()]


def types_of_scalars():
    import torch

    x = torch.tensor(2.0, dtype=torch.bfloat16, device="sim")
    results = [x * 0.5, x % 2, x**2, x / 3, torch.maximum(x, x), x.remainder(1.5)]
    return [str(result.dtype) for result in results]


def flat_gradients():
    import torch

    x = torch.tensor([1.5, -2.0], device="sim", requires_grad=True)
    (grad,) = torch.autograd.grad((x.sign() * 2).sum(), x)
    return [grad.tolist(), grad.cpu().tolist()]


def numbers_without_a_generator():
    """An operation that can only draw from the CPU's generator draws the device's numbers."""
    import torch

    torch.manual_seed(1)
    cpu = torch.get_rng_state()
    x = torch.ones(1000, device="sim")
    first, _ = torch.native_dropout(x, 0.5, True)
    untouched = torch.equal(cpu, torch.get_rng_state())
    second, _ = torch.native_dropout(x, 0.5, True)
    torch.manual_seed(1)
    again, _ = torch.native_dropout(x, 0.5, True)
    return [untouched, torch.equal(first, second), torch.equal(first, again)]


def moved_by_a_worker(used_before):
    import torch
    from torch.utils.data import DataLoader, Dataset

    class OnTheDevice(Dataset):
        def __len__(self):
            return 2

        def __getitem__(self, index):
            return torch.ones(1).to("sim").cpu()

    if used_before:
        torch.ones(1, device="sim")
    return [batch.tolist() for batch in DataLoader(OnTheDevice(), num_workers=1)]


def module_conversions_leave_the_flag_alone():
    import torch

    net = torch.nn.Linear(1, 1).to("sim")
    net.load_state_dict(net.state_dict())
    return torch.__future__.get_swap_module_params_on_conversion()


def device_properties():
    import torch

    return [
        torch.sim.get_device_name(1),
        torch.get_device_module("sim") is torch.sim,
        torch.sim.get_device_properties(0).total_memory > 0,
        str(torch.accelerator.current_accelerator()),
        torch.float32 in torch.accelerator.get_device_capability()["supported_dtypes"],
        hasattr(torch.Tensor, "sim") and torch.ones(1).sim(1).is_sim,
        torch.nn.Linear(1, 1).sim().weight.device.type,
    ]


def test_mixing_devices_is_told_in_cudas_words_with_the_argument(simulated, error_of):
    error = error_of(simulated, message_of_a_sum)
    assert error.kind == "RuntimeError"
    assert error.message == (
        "Expected all tensors to be on the same device, but found at least two devices, "
        "sim:1 and cpu! (when checking argument for argument other in method aten::add)"
    )
    assert error_of(simulated, message_of_a_layer).message.startswith(
        "Expected all tensors to be on the same device, but found at least two devices, "
    )


def test_numpy_is_refused_in_cudas_words(simulated, error_of):
    error = error_of(simulated, message_of_numpy)
    assert error.kind == "TypeError"
    assert error.message == (
        "can't convert sim:0 device type tensor to numpy. "
        "Use Tensor.cpu() to copy the tensor to host memory first."
    )


def test_a_device_that_does_not_exist_is_named(simulated, error_of):
    error = error_of(simulated, message_of_an_ordinal)
    assert error.kind == "AcceleratorError"
    assert error.message == ("sim error: invalid device ordinal: there is no sim:2 among 2 devices")


def test_a_tensor_prints_its_device(simulated):
    assert simulated(printed) == "tensor([1.], device='sim:1')"


def test_the_module_answers_for_the_device(simulated):
    assert simulated(device_properties) == [
        "Simulated accelerator",
        True,
        True,
        "sim",
        True,
        True,
        "sim",
    ]


def test_conjugates_and_negatives_keep_their_values(simulated):
    assert all(simulated(conjugated))


def test_offsets_count_from_the_storage(simulated):
    assert simulated(by_offset)


def test_a_shape_changed_in_place_reaches_the_tensor(simulated):
    assert simulated(reshaped_in_place) == [[1, 3, 2], [[[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]]]]


def test_a_number_does_not_widen_a_scalar(simulated):
    assert simulated(types_of_scalars) == ["torch.bfloat16"] * 6


def test_zeros_without_memory_are_zeros(simulated):
    assert simulated(flat_gradients) == [[0.0, -0.0], [0.0, 0.0]]


def test_every_random_operation_draws_the_devices_numbers(simulated):
    assert simulated(numbers_without_a_generator) == [True, False, True]


@pytest.mark.parametrize("used_before", [False, True])
def test_a_fork_of_its_user_cannot_use_it(simulated, error_of, used_before):
    if used_before:
        error = error_of(simulated, moved_by_a_worker, used_before)
        assert "Cannot re-initialize the simulated accelerator in forked subprocess" in (
            error.message
        )
    else:
        assert simulated(moved_by_a_worker, used_before) == [[[1.0]], [[1.0]]]


def test_moving_a_module_leaves_pytorchs_flag_as_it_was(simulated):
    assert simulated(module_conversions_leave_the_flag_alone) is False
