"""What you can check yourself before you hand in. Read it: a check says what is wanted."""

import contextlib
import logging
import os
import warnings

import pytest
import torch
from torch import nn

from grader.testing import assert_close, assert_equal, check


class MakesAFolder:
    """An object whose pickle says: to get me back, make a folder of this name."""

    def __init__(self, name):
        self.name = name

    def __reduce__(self):
        return os.mkdir, (self.name,)


def refused(load, tmp_path):
    """Whether a file that asks for a function to be called gives an error, and calls nothing."""
    marker = str(tmp_path / "made_by_the_file")
    torch.save({"weight": torch.zeros(1, 1), "more": MakesAFolder(marker)}, tmp_path / "bad.pt")
    try:
        load(str(tmp_path / "bad.pt"))
    except NotImplementedError:
        raise
    except Exception:
        return not os.path.exists(marker)
    return False


def line(weight, bias):
    """A layer that turns x into weight · x + bias."""
    net = nn.Linear(1, 1)
    net.load_state_dict({"weight": torch.tensor([[weight]]), "bias": torch.tensor([bias])})
    return net


THREE, SEVEN = torch.tensor([[3.0]]), torch.tensor([[7.0]])


@pytest.mark.exercise("save_tensors")
def test_tensors_come_back(unit, tmp_path):
    """A tensor, a list or a dict does not come back as it was saved."""
    path = str(tmp_path / "x.pt")
    for obj in (
        torch.tensor([[1.0, 2.0]], dtype=torch.float64),
        [torch.zeros(2), torch.ones(2)],
        {"w": torch.tensor([1.0, 2.0]), "n": torch.tensor(3)},
    ):
        unit.save_tensors(path, obj)
        assert_equal(unit.load_tensors(path), obj, "what load_tensors gives")


@pytest.mark.exercise("save_tensors")
def test_load_tensors_runs_no_code(unit, tmp_path):
    """A file that asks for a function to be called is not refused."""
    check(refused(unit.load_tensors, tmp_path), "The file was loaded, or its function was called.")


@pytest.mark.exercise("save_parameters")
def test_parameters_worked_example(unit, tmp_path):
    """The worked example does not come out, or it is not the network that comes back."""
    path, net = str(tmp_path / "a.pt"), nn.Linear(1, 1)
    unit.save_parameters(line(2.0, 1.0), path)
    check(unit.load_parameters(net, path) is net, "load_parameters did not return the network.")
    assert_close(net(THREE), SEVEN, "what the loaded network makes of 3")


@pytest.mark.exercise("save_parameters")
def test_parameters_file(unit, tmp_path):
    """The file is not the state_dict, buffers included."""
    path, net = str(tmp_path / "net.pt"), nn.BatchNorm1d(2)
    net.running_mean.fill_(0.5)
    unit.save_parameters(net, path)
    content = torch.load(path, weights_only=True)
    check(isinstance(content, dict), "The file holds no dict.")
    assert_equal(dict(content), dict(net.state_dict()), "what is in the file")


@pytest.mark.exercise("save_parameters")
def test_load_parameters_is_strict_and_runs_no_code(unit, tmp_path):
    """A file that does not fit is loaded without an error, or one with code in it is."""
    path = str(tmp_path / "a.pt")
    unit.save_parameters(line(2.0, 1.0), path)
    try:
        unit.load_parameters(nn.Linear(1, 1, bias=False), path)
        loaded = True
    except Exception:
        loaded = False
    check(not loaded, "The file has a name more than the network, and there was no error.")
    safe = refused(lambda path: unit.load_parameters(nn.Linear(1, 1, bias=False), path), tmp_path)
    check(safe, "The file was loaded, or its function was called.")


@pytest.mark.exercise("clone_network")
def test_clone_worked_example(unit):
    """The worked example does not come out: the clone changes with the network."""
    net = line(2.0, 1.0)
    clone = unit.clone_network(net)
    assert_close(clone(THREE), SEVEN, "what the clone makes of 3")
    nn.init.constant_(net.weight, 10.0)
    assert_close(clone(THREE), SEVEN, "what it makes of 3 after a change to the network")


@pytest.mark.exercise("clone_network")
def test_clone_keeps_modes_and_ties(unit):
    """Modes, frozen parameters or tied layers are not those of the network."""
    layer = nn.Linear(2, 2)
    net = nn.Sequential(layer, nn.Dropout(), layer)
    net[1].eval()
    layer.bias.requires_grad = False
    clone = unit.clone_network(net)
    check(clone[0] is clone[2], "The layer at two places has become two layers.")
    check(clone.training and not clone[1].training, "The modes are not the same.")
    check(not clone[0].bias.requires_grad, "A frozen parameter is not frozen in the clone.")


def one_weight(value):
    """A network with one weight, and its optimizer with momentum."""
    net = nn.Linear(1, 1, bias=False)
    nn.init.constant_(net.weight, value)
    return net, torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)


def step(net, optimizer):
    """A training step with the gradient 1."""
    net.weight.grad = torch.ones(1, 1)
    optimizer.step()


@pytest.mark.exercise("save_checkpoint")
def test_checkpoint_worked_example(unit, tmp_path):
    """The worked example does not come out: 1.71 after the second step."""
    path, (net, sgd) = str(tmp_path / "run.pt"), one_weight(2.0)
    step(net, sgd)
    unit.save_checkpoint(path, net, sgd, 1, {})
    other, other_sgd = one_weight(0.0)
    assert_equal(unit.resume(path, other, other_sgd), 1, "the epoch")
    step(other, other_sgd)
    assert_close(other.weight.detach(), torch.tensor([[1.71]]), "the weight")


@pytest.mark.exercise("save_checkpoint")
def test_checkpoint_keeps_random_numbers_and_notes(unit, tmp_path):
    """The random numbers do not go on where they were, or `extra` is not in the file."""
    path, (net, sgd) = str(tmp_path / "run.pt"), one_weight(2.0)
    torch.manual_seed(0)
    unit.save_checkpoint(path, net, sgd, 3, {"losses": [0.5]})
    expected = torch.rand(4)
    unit.resume(path, net, sgd)
    assert_equal(torch.rand(4), expected, "the next random numbers")
    content = torch.load(path, weights_only=True)
    assert_equal(content["extra"], {"losses": [0.5]}, 'what stands under "extra"')


@pytest.mark.exercise("save_checkpoint")
def test_checkpoint_survives_a_failed_save(unit, tmp_path):
    """A save that ends in an error takes the old checkpoint with it."""
    path, (net, sgd) = str(tmp_path / "run.pt"), one_weight(2.0)
    unit.save_checkpoint(path, net, sgd, 1, {})
    with contextlib.suppress(Exception):  # a function cannot be saved
        unit.save_checkpoint(path, net, sgd, 2, {"schedule": lambda epoch: 0.1})
    assert_equal(unit.resume(path, net, sgd), 1, "the epoch in the old file")


@pytest.mark.exercise("save_checkpoint")
def test_resume_runs_no_code(unit, tmp_path):
    """A file that asks for a function to be called is not refused."""
    safe = refused(lambda path: unit.resume(path, *one_weight(2.0)), tmp_path)
    check(safe, "The file was loaded, or its function was called.")


@pytest.mark.exercise("load_matching")
def test_load_matching_worked_example(unit):
    """The worked example does not come out."""
    net = nn.Linear(3, 2)
    bias = net.bias.detach().clone()
    state = {"weight": torch.ones(2, 3), "bias": torch.ones(5), "scale": torch.ones(1)}
    missing, unexpected, mismatched = unit.load_matching(net, state)
    assert_equal((missing, unexpected, mismatched), ([], ["scale"], ["bias"]), "the three lists")
    assert_equal(net.weight.detach(), torch.ones(2, 3), "the weight")
    assert_equal(net.bias.detach(), bias, "the bias")


@pytest.mark.exercise("load_matching")
def test_load_matching_looks_at_shapes(unit):
    """A tensor with another shape is loaded, though it would fit by force."""
    net = nn.Linear(3, 2)
    before = net.weight.detach().clone(), net.bias.detach().clone()
    state = {"weight": torch.ones(3, 2), "bias": torch.ones(1)}
    lists = [sorted(part) for part in unit.load_matching(net, state)]
    assert_equal(lists, [[], [], ["bias", "weight"]], "the list of the three lists")
    assert_equal((net.weight.detach(), net.bias.detach()), before, "the pair of parameters")


@pytest.mark.exercise("strip_prefix")
def test_strip_prefix_table(unit):
    """The names of the statement's table do not come out."""
    names = ["module.0.weight", "module.module.bias", "net.module.bias", "modules.bias"]
    expected = ["0.weight", "module.bias", "net.module.bias", "modules.bias"]
    state = {name: torch.tensor(place) for place, name in enumerate(names)}
    result = unit.strip_prefix(state)
    assert_equal(list(result), expected, "the names")
    assert_equal([int(v) for v in result.values()], [0, 1, 2, 3], "the values")
    assert_equal(list(state), names, "the names in the given dict, afterwards")


@pytest.mark.exercise("strip_prefix")
def test_strip_prefix_takes_any_prefix(unit):
    """Another prefix than `module.` is not taken away."""
    state = {"net.w": torch.zeros(1), "module.w": torch.ones(1)}
    assert_equal(list(unit.strip_prefix(state, "net.")), ["w", "module.w"], "the names")


@pytest.mark.exercise("load_on_cpu")
def test_load_on_cpu_from_a_gpu(unit, tmp_path, monkeypatch):
    """A file that says that its tensors lived on a GPU is not opened, or not on the CPU."""
    content = {"w": torch.tensor([1.0, 2.0]), "epoch": 4}
    for device in ("cuda:0", "cuda:3", "mps"):
        path = str(tmp_path / "gpu.pt")
        with monkeypatch.context() as patch:  # write this device's name into the file
            patch.setattr(torch.serialization, "location_tag", lambda _, name=device: name)
            torch.save(content, path)
        loaded = unit.load_on_cpu(path)
        assert_equal(loaded, content, f"what a file from {device} gives")
        assert_equal(loaded["w"].device.type, "cpu", "the device")


@pytest.mark.exercise("load_on_cpu")
def test_load_on_cpu_runs_no_code(unit, tmp_path):
    """A file that asks for a function to be called is not refused."""
    check(refused(unit.load_on_cpu, tmp_path), "The file was loaded, or its function was called.")


def run_file(path, x):
    """Open a graph in either format, and run it."""
    graph = None
    logging.disable()  # a file of the other format is reported at length
    for load in (torch.jit.load, lambda path: torch.export.load(path).module()):
        with contextlib.suppress(RuntimeError):
            graph = graph or load(path)
    logging.disable(logging.NOTSET)
    check(graph is not None, "torch.jit.load and torch.export.load both refuse the file.")
    return graph(x).detach()


@pytest.mark.exercise("export_traced")
def test_export_worked_example(unit, tmp_path):
    """The worked example does not come out: the graph in the file should make 7 of 3."""
    path = str(tmp_path / "net.pt2")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        unit.export_traced(line(2.0, 1.0), torch.zeros(1, 1), path)
        assert_close(run_file(path, THREE), SEVEN, "what the graph makes of 3")


@pytest.mark.exercise("export_traced")
def test_export_in_evaluation_mode(unit, tmp_path):
    """The dropout is in the graph, or the network is in another mode afterwards."""
    path = str(tmp_path / "net.pt2")
    net = nn.Sequential(line(2.0, 1.0), nn.Dropout(0.9), nn.Dropout(0.9).eval())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        unit.export_traced(net, torch.zeros(1, 1), path)
        assert_close(run_file(path, THREE), SEVEN, "what the graph makes of 3")
    modes = [module.training for module in net]
    assert_equal(modes, [True, True, False], "the modes of the parts (True is training)")
