"""Installing the simulated accelerator: fast, after a fork, or one clear sentence."""

import re
import subprocess
import sys


def installed_twice():
    import torch

    from grader import devices

    devices.install()
    devices.install(2)
    return [devices.is_installed(), torch.accelerator.device_count(), torch.sim.device_count()]


def installed_with(count):
    import torch

    from grader import devices

    devices.install(count)
    x = torch.ones(2, device=f"sim:{count - 1}")
    return [torch.accelerator.device_count(), str(x.device), x.tolist()]


def installed_otherwise():
    from grader import devices

    devices.install(3)


def timed_installation():
    import os
    import time

    from grader import devices

    threads = len(os.listdir("/proc/self/task"))
    start = time.process_time()
    devices.install()
    seconds = time.process_time() - start
    return [seconds, threads, len(os.listdir("/proc/self/task"))]


def train_with_threads_counted():
    import os

    import torch

    torch.set_num_threads(1)
    net = torch.nn.Linear(3, 1).to("sim:1")
    before = len(os.listdir("/proc/self/task"))
    net(torch.ones(2, 3, device="sim:1")).sum().backward()
    return [before, len(os.listdir("/proc/self/task")), net.weight.grad.tolist()]


def backward_in_a_thread():
    import threading

    import torch

    grads = []

    def work():
        x = torch.ones(2, device="sim:1", requires_grad=True)
        (x * 3).sum().backward()
        grads.append(x.grad.tolist())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(20)
    return grads


def install_without(name):
    import torch
    from torch.utils import backend_registration

    from grader import devices

    torch.__version__ = "1.13.9"
    if name == "hook":
        del backend_registration._setup_privateuseone_for_python_backend
    elif name == "namespace":
        del torch._C._acc
    elif name == "relabelling":
        # Where DLPack's struct is another one, its capsule has another name.
        torch._C._to_dlpack = lambda tensor: tensor.__dlpack__(max_version=(1, 0))
    elif name == "the key":
        torch.utils.rename_privateuse1_backend("taken")
    elif name == "right results":
        torch.Tensor.__matmul__ = torch.Tensor.mul
    devices.install()


def test_importing_the_package_does_not_import_torch():
    code = "import sys, grader.devices; print('torch' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_a_second_installation_changes_nothing(without):
    assert without(installed_twice) == [True, 2, 2]


def test_as_many_devices_as_asked_for(without):
    assert without(installed_with, 1) == [1, "sim:0", [1.0, 1.0]]
    assert without(installed_with, 4) == [4, "sim:3", [1.0, 1.0]]


def test_another_number_of_devices_is_refused(simulated, without, error_of):
    assert error_of(simulated, installed_otherwise).kind == "ValueError"
    assert error_of(without, installed_with, 0).message == "count has to be 1 or more, not 0"


def test_it_is_quick_after_a_fork_and_starts_no_thread(without):
    seconds, before, after = without(timed_installation)
    assert seconds < 0.5
    assert before == after == 1


def test_training_starts_no_thread(simulated):
    assert simulated(train_with_threads_counted) == [1, 1, [[2.0, 2.0, 2.0]]]


def test_a_backward_pass_runs_in_any_thread(simulated):
    assert simulated(backward_in_a_thread) == [[3.0, 3.0]]


def test_a_torch_that_cannot_carry_it_gives_one_sentence(without, error_of):
    for missing in ("hook", "namespace", "relabelling", "the key", "right results"):
        error = error_of(without, install_without, missing)
        assert error.kind == "SimulatorUnavailable", missing
        assert re.fullmatch(
            r"The simulated accelerator does not work with PyTorch 1\.13\.9 \(.+\); "
            r"the versions in constraints\.txt are known to work\.",
            error.message,
        ), error.message
