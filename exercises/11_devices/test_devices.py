"""What you can check yourself before you hand in. Read it: a check says what is wanted.

The checks use the last device of the accelerator that `devices.py` finds or installs.
"""

import copy
import time
from collections import namedtuple

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from grader.devices import patched_count, recorded
from grader.testing import assert_close, assert_equal, check

Sample = namedtuple("Sample", ["image", "label"])


def last_device():
    """The accelerator's last device, or the CPU where there is no accelerator."""
    count = torch.accelerator.device_count()
    if count == 0:
        return torch.device("cpu")
    return torch.device(torch.accelerator.current_accelerator().type, count - 1)


@pytest.mark.exercise("try_gpu")
def test_try_gpu_with_two_devices(unit):
    """The worked example with two devices does not come out."""
    with patched_count(2):  # in this block torch says that there are two
        found = [unit.try_gpu(i) for i in (0, 1, 2, -1)]
        both = unit.try_all_gpus()
    check(all(isinstance(device, torch.device) for device in found), "Not all are torch.devices.")
    assert_equal([device.index for device in found], [0, 1, None, None], "the list of indices")
    assert_equal([device.type for device in found[2:]], ["cpu", "cpu"], "the last two types")
    check(found[0].type != "cpu", "try_gpu(0) is the CPU.")
    assert_equal([str(device) for device in both], [str(d) for d in found[:2]], "try_all_gpus()")


@pytest.mark.exercise("try_gpu")
def test_try_gpu_without_any(unit):
    """The worked example without a device does not come out."""
    with patched_count(0):
        one, all_of_them = unit.try_gpu(), unit.try_all_gpus()
    assert_equal(str(one), "cpu", "try_gpu()")
    check(isinstance(all_of_them, list), "try_all_gpus() is no list.")
    assert_equal([str(device) for device in all_of_them], ["cpu"], "try_all_gpus()")


@pytest.mark.exercise("device_report")
def test_device_report_of_this_machine(unit):
    """The report does not fit this machine."""
    report, count = unit.device_report(), torch.accelerator.device_count()
    assert_equal(report["cpu_threads"], torch.get_num_threads(), "cpu_threads")
    assert_equal(report["count"], count, "count")
    kind = torch.accelerator.current_accelerator().type if count else None
    assert_equal(report["accelerator"], kind, "accelerator")
    name_of = getattr(torch.get_device_module(), "get_device_name", lambda i: kind)
    assert_equal(report["names"], [name_of(i) for i in range(count)], "names")


@pytest.mark.exercise("device_report")
def test_device_report_without_an_accelerator(unit, monkeypatch):
    """Without an accelerator the report is not as in the worked example.

    This PyTorch was built for CUDA, and says so unless it is asked what is available.
    """

    def built_for(check_available=False):
        return None if check_available else torch.device("cuda")

    with patched_count(0), monkeypatch.context() as patch:
        patch.setattr(torch.accelerator, "current_accelerator", built_for)
        report = unit.device_report()
    expected = {
        "cpu_threads": torch.get_num_threads(),
        "accelerator": None,
        "count": 0,
        "names": [],
    }
    assert_equal(report, expected, "the report")


@pytest.mark.exercise("to_device")
def test_to_device_worked_example(unit):
    """The worked example does not come out."""
    device, x, y = last_device(), torch.ones(2, 3), torch.tensor(5)
    moved = unit.to_device({"pair": (x, [y]), "name": "shoe", "id": 7}, device)
    assert_equal([moved["name"], moved["id"]], ["shoe", 7], "the list of name and id")
    first, (second,) = moved["pair"]
    check(first.device == second.device == device, "A tensor is not on the device.")
    assert_equal([first.cpu(), second.cpu()], [x, y], "the list of tensors")
    check(x.device.type == "cpu", "The tensor that was given has moved.")


@pytest.mark.exercise("to_device")
def test_to_device_keeps_a_namedtuple(unit):
    """A namedtuple does not come back as one of the same class."""
    moved = unit.to_device([Sample(torch.ones(2), None)], last_device())[0]
    check(isinstance(moved, Sample), f"A Sample came back as a {type(moved).__name__}.")
    check(moved.image.device == last_device(), "Its image is not on the device.")
    check(moved.label is None, "Its label was None.")


@pytest.mark.exercise("add_on")
def test_add_on_across_devices(unit):
    """The sum of a tensor on the CPU and one on a device is not right, or not on the device."""
    x, y = torch.tensor([1.0, 2.0]), torch.tensor([10.0, 20.0], device=last_device())
    for device in (last_device(), torch.device("cpu")):
        total = unit.add_on(x, y, device)
        check(total.device == device, f"The sum is on {total.device}, not on {device}.")
        assert_close(total.cpu(), torch.tensor([11.0, 22.0]), "the sum")
    assert_equal(x, torch.tensor([1.0, 2.0]), "x afterwards")


@pytest.mark.exercise("noise_like")
def test_noise_like_takes_after_x(unit):
    """The noise differs from `x` in device, dtype or shape."""
    for x in (torch.ones(2, 3).half(), torch.ones(4, device=last_device())):
        noise = unit.noise_like(x)
        check(noise.device == x.device, f"The noise is on {noise.device}, x on {x.device}.")
        assert_equal(str(noise.dtype), str(x.dtype), "the dtype")
        assert_equal(tuple(noise.shape), tuple(x.shape), "the shape")


@pytest.mark.exercise("noise_like")
def test_noise_like_is_standard_normal(unit):
    """Of many numbers, the mean is not near 0 or the standard deviation not near 1."""
    noise = unit.noise_like(torch.full((10_000,), 5.0, device=last_device()))
    # Both bounds are more than seven standard errors wide.
    check(abs(noise.mean().item()) < 0.08, f"The mean is {noise.mean():.3f}.")
    check(abs(noise.std().item() - 1) < 0.06, f"The deviation is {noise.std():.3f}.")


def small_training():
    """A network, an optimizer for it, and two batches: four samples, then one far away."""
    torch.manual_seed(0)
    net = nn.Linear(2, 1)
    inputs, targets = torch.randn(5, 2), torch.randn(5, 1)
    targets[4] += 9
    batches = list(zip(inputs.split(4), targets.split(4), strict=True))
    return net, torch.optim.SGD(net.parameters(), lr=0.1), batches


@pytest.mark.exercise("train_on")
def test_train_on_trains_the_model(unit):
    """The model is not on the device after the training, or has learnt nothing there."""
    net, optimizer, batches = small_training()
    before, device = net.weight.detach().clone(), last_device()
    losses = unit.train_on(device, net, batches, F.mse_loss, optimizer, 3)
    check(net.weight.device == device, f"The model is on {net.weight.device}.")
    check((net.weight.detach().cpu() != before).all(), "The model is as it was.")
    assert_equal([type(loss) for loss in losses], [float] * 3, "the list of kinds")
    check(losses[2] < losses[0], f"The losses are {losses}.")


@pytest.mark.exercise("train_on")
def test_train_on_weights_each_batch(unit):
    """With nothing to learn, the number is not (4 · loss of the first + loss of the second) / 5."""
    net, _, batches = small_training()
    standstill = torch.optim.SGD(net.parameters(), lr=0.0)
    first, second = (F.mse_loss(net(x), y).item() for x, y in batches)
    losses = unit.train_on(last_device(), net, batches, F.mse_loss, standstill, 1)
    assert_close(losses, [(4 * first + second) / 5], "the list of losses", rtol=1e-4)


@pytest.mark.exercise("to_numpy")
def test_to_numpy_from_a_device_with_a_gradient(unit):
    """A tensor on a device that asks for a gradient does not become an array."""
    t = torch.tensor([[1.0, 2.0]], device=last_device(), requires_grad=True)
    for tensor, values in [(t, [[1.0, 2.0]]), (t * 3, [[3.0, 6.0]])]:
        array = unit.to_numpy(tensor)
        check(isinstance(array, np.ndarray), f"The result is a {type(array).__name__}.")
        assert_equal(str(array.dtype), "float32", "the dtype")
        assert_equal(array.tolist(), values, "the array")
    check(t.requires_grad, "The tensor asks for no gradient any more.")


@pytest.mark.exercise("save_portable")
def test_save_portable_on_the_cpu(unit, tmp_path):
    """What is loaded is not the network's state, with every tensor on the CPU."""
    net = nn.BatchNorm1d(3).to(last_device())
    unit.save_portable(net, tmp_path / "net.pt")
    state = torch.load(tmp_path / "net.pt", weights_only=True)
    assert_equal(sorted(state), sorted(net.state_dict()), "the sorted list of names")
    for name, value in net.state_dict().items():
        check(state[name].device.type == "cpu", f"{name} is on {state[name].device}.")
        assert_equal(state[name], value.cpu(), name)
    check(net.weight.device == last_device(), f"The network is now on {net.weight.device}.")


@pytest.mark.exercise("parallel")
def test_parallel_counts_devices(unit):
    """With two devices the network is not wrapped, or with one it is."""
    net = nn.Linear(2, 1)
    with patched_count(1):
        check(unit.parallel(net) is net, "With one device the result is not the network itself.")
    with patched_count(2):
        wrapped = unit.parallel(net)
        check(isinstance(wrapped, nn.DataParallel), "With two devices it is no DataParallel.")
        check(unit.unwrap(wrapped) is net, "unwrap does not give the network back.")
    check(unit.unwrap(net) is net, "unwrap does not give a plain network back as it is.")


@pytest.mark.exercise("time_matmul")
def test_time_matmul_gives_seconds(unit):
    """The result is no positive float, or more than the whole call took."""
    for device in (torch.device("cpu"), last_device()):
        start = time.perf_counter()
        seconds = unit.time_matmul(64, device)
        whole = time.perf_counter() - start
        check(isinstance(seconds, float), f"The result is a {type(seconds).__name__}.")
        check(0 < seconds < whole, f"On {device}: {seconds} s, in a call of {whole} s.")


@pytest.mark.exercise("time_matmul")
def test_time_matmul_waits_twice(unit, monkeypatch):
    """It does not wait for the device right before it reads the clock, first and last."""
    if last_device().type != "sim":
        return  # only simulated devices keep a record of what they are asked
    clock = time.perf_counter
    waits = ("synchronize", "aten::_local_scalar_dense", "aten::copy_")  # item() and cpu() wait
    with recorded() as record, monkeypatch.context() as patch:
        patch.setattr(time, "perf_counter", lambda: record.append("clock") or clock())
        unit.time_matmul(8, last_device())
    check(record.count("clock") >= 2, "`time.perf_counter()` is not called twice.")
    first, last = record.index("clock"), len(record) - 1 - record[::-1].index("clock")
    check(record[max(first - 1, 0)] in waits, "It does not wait before the first reading.")
    check(record[last - 1] in waits, "It does not wait before the last reading.")


@pytest.mark.exercise("free_memory")
def test_free_memory_counts_bytes(unit):
    """A tensor of 4096 bytes does not add 4096 to the number of its device."""
    name = str(last_device())
    before = unit.free_memory()
    if name == "cpu":
        return assert_equal(before, {}, "the result without an accelerator")
    held = torch.zeros(1024, device=name)
    after = unit.free_memory()
    assert_equal(len(after), torch.accelerator.device_count(), "the number of devices")
    assert_equal(after[name] - before[name], held.nbytes, f"what the tensor adds on {name}")


@pytest.mark.exercise("free_memory")
def test_free_memory_without_an_accelerator(unit):
    """Without an accelerator the result is not an empty dict."""
    with patched_count(0):
        assert_equal(unit.free_memory(), {}, "the result")


@pytest.mark.exercise("autocast_step")
def test_autocast_step_worked_example(unit):
    """The worked example does not come out."""
    net, device, seen = nn.Linear(1, 1), last_device(), []
    with torch.no_grad():
        net.weight.fill_(1)
        net.bias.zero_()

    def loss_fn(outputs, targets):
        seen.append(outputs.dtype)
        return F.mse_loss(outputs, targets)

    optimizer = torch.optim.SGD(net.parameters(), lr=0.125)
    batch = torch.tensor([[3.001]]), torch.tensor([[1.0]])
    loss = unit.autocast_step(net, batch, loss_fn, optimizer, device)
    assert_equal([str(dtype) for dtype in seen], ["torch.bfloat16"], "the outputs' list of dtypes")
    assert_close(loss, 4.0, "the loss")
    assert_close(net.bias.cpu(), torch.tensor([-0.5]), "the bias after the step")
    check(net.weight.device == device, f"The model is on {net.weight.device}.")


@pytest.mark.exercise("autocast_step")
def test_autocast_step_clears_gradients(unit):
    """A gradient from before takes part in the step."""
    net = nn.Linear(1, 1)
    other = copy.deepcopy(net)
    other.weight.grad = torch.full((1, 1), 100.0)
    batch = torch.ones(1, 1), torch.zeros(1, 1)
    for model in (net, other):
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        unit.autocast_step(model, batch, F.mse_loss, optimizer, last_device())
    assert_close(other.weight.cpu(), net.weight.cpu(), "the weight after the step")
