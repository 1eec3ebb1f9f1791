"""Another number of devices, for code that only asks how many there are."""

import pytest


def try_gpu(i, framework):
    """As learners write it, with torch.cuda or with torch.accelerator."""
    import torch

    if framework == "cuda":
        there = torch.cuda.is_available() and 0 <= i < torch.cuda.device_count()
        return str(torch.device(f"cuda:{i}") if there else torch.device("cpu"))
    if not torch.accelerator.is_available() or not 0 <= i < torch.accelerator.device_count():
        return "cpu"
    return str(torch.device(torch.accelerator.current_accelerator().type, i))


def answers_for(count, framework):
    from grader.devices import patched_count

    with patched_count(count):
        return [try_gpu(i, framework) for i in (-1, 0, 1, 2)]


def no_accelerator_for_zero():
    import torch

    from grader.devices import patched_count

    with patched_count(0):
        return [
            torch.accelerator.current_accelerator() is None,
            torch.accelerator.current_accelerator(check_available=True) is None,
            torch.accelerator.is_available(),
            torch.cuda.is_available(),
        ]


def afterwards():
    import torch

    from grader.devices import patched_count

    before = torch.cuda.device_count(), torch.accelerator.device_count()
    try:
        with patched_count(7), patched_count(3):
            inside = torch.cuda.device_count(), torch.accelerator.device_count()
            raise KeyError
    except KeyError:
        pass
    return [inside, before == (torch.cuda.device_count(), torch.accelerator.device_count())]


def parallel(count, framework):
    """DataParallel where there are two or more."""
    import torch
    from torch import nn

    from grader.devices import patched_count

    net = nn.Linear(2, 1)
    with patched_count(count):
        module = torch.cuda if framework == "cuda" else torch.accelerator
        net = nn.DataParallel(net) if module.device_count() > 1 else net
    return [type(net).__name__, getattr(net, "device_ids", None)]


def modules_own_count():
    import torch

    from grader.devices import patched_count

    with patched_count(5):
        inside = [torch.sim.device_count(), torch.sim.is_available(), torch.cuda.get_device_name(4)]
    return [inside, torch.sim.device_count()]


@pytest.mark.parametrize("framework", ["cuda", "accelerator"])
def test_a_device_is_chosen_by_the_patched_count(simulated, without, framework):
    kind = "cuda" if framework == "cuda" else "sim"
    assert simulated(answers_for, 0, framework) == ["cpu"] * 4
    assert simulated(answers_for, 1, framework) == ["cpu", f"{kind}:0", "cpu", "cpu"]
    assert simulated(answers_for, 2, framework) == ["cpu", f"{kind}:0", f"{kind}:1", "cpu"]
    assert without(answers_for, 2, framework)[1:3] == ["cuda:0", "cuda:1"]


def test_a_count_of_zero_is_a_machine_without_an_accelerator(simulated, without):
    assert simulated(no_accelerator_for_zero) == [True, True, False, False]
    assert without(no_accelerator_for_zero) == [True, True, False, False]


def test_the_real_answers_come_back(simulated, without):
    assert simulated(afterwards) == [[3, 3], True]
    assert without(afterwards) == [[3, 3], True]


@pytest.mark.parametrize("framework", ["cuda", "accelerator"])
def test_data_parallel_is_built_over_the_simulated_devices(simulated, without, framework):
    assert simulated(parallel, 1, framework) == ["Linear", None]
    assert simulated(parallel, 2, framework) == ["DataParallel", [0, 1]]
    assert without(parallel, 2, framework) == ["DataParallel", []]


def test_the_devices_own_module_answers_alike(simulated):
    assert simulated(modules_own_count) == [[5, True, "Patched device"], 2]
