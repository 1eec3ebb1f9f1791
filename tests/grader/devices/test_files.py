"""Files with tensors of the device in them, as files from a GPU behave where there is none."""

import pytest


def save_on_the_device(path):
    import torch

    torch.save(torch.nn.Linear(2, 1).to("sim:1").state_dict(), path)


def save_portably(path):
    import torch

    net = torch.nn.Linear(2, 1).to("sim:1")
    torch.save({name: value.cpu() for name, value in net.state_dict().items()}, path)
    return net.weight.device.type


def load(path, map_location):
    import torch

    state = torch.load(path, weights_only=True, map_location=map_location)
    return sorted({str(value.device) for value in state.values()})


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "net.pt")


def test_a_file_with_the_device_in_it_does_not_load_without_the_device(
    simulated, without, error_of, path
):
    simulated(save_on_the_device, path)
    error = error_of(without, load, path, None)
    assert error.kind == "RuntimeError"
    assert "don't know how to restore data location" in error.message
    assert "sim:1" in error.message


def test_it_loads_where_the_device_is_or_mapped_to_the_cpu(simulated, without, path):
    simulated(save_on_the_device, path)
    assert simulated(load, path, None) == ["sim:1"]
    assert simulated(load, path, "sim:0") == ["sim:0"]
    assert simulated(load, path, "cpu") == ["cpu"]
    assert without(load, path, "cpu") == ["cpu"]


def test_a_portable_file_loads_anywhere(simulated, without, path):
    assert simulated(save_portably, path) == "sim"
    assert without(load, path, None) == ["cpu"]
