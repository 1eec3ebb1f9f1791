import contextlib
from pathlib import Path

import torch
from common import devices_of, place
from torch import nn

from grader.testing import assert_close, assert_equal, check, probe

SHAPES = {
    "0.weight": (3, 4),
    "0.bias": (3,),
    "1.weight": (3,),
    "1.bias": (3,),
    "1.running_mean": (3,),
    "1.running_var": (3,),
    "2.weight": (2, 3),
}


def network(state, places):
    """A network with buffers whose first and last parts lie at the two places."""
    net = nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.Linear(3, 2, bias=False))
    net[2].to(state["2.weight"].dtype)
    net.load_state_dict(state)
    for part, device in zip(net, [places[0], places[0], places[1]], strict=True):
        part.to(device)
    return net


@contextlib.contextmanager
def scratch_file():
    """A path in the working directory; what is there afterwards is removed."""
    path = Path("portable.pt").absolute()
    path.unlink(missing_ok=True)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def where(net):
    """Where everything in a network lies, by name."""
    return {name: place(value) for name, value in net.state_dict().items()}


@probe
def saved(unit, state, places, as_string=False):
    """What stands in the file, and the network afterwards."""
    net = network(state, places)
    before, given = where(net), list(net.parameters())
    with scratch_file() as path:
        unit.save_portable(net, str(path) if as_string else path)
        found = torch.load(path, weights_only=True)
    tensors = {k: v for k, v in found.items() if isinstance(v, torch.Tensor)}
    return {
        "kind": isinstance(found, dict),
        "names": [str(name) for name in found],
        "state": {str(k): v.detach() for k, v in tensors.items()},
        "places": {str(k): place(v) for k, v in tensors.items()},
        "before": before,
        "after": where(net),
        "unharmed": dict(net.state_dict()),
        "same": all(a is b for a, b in zip(given, net.parameters(), strict=True)),
    }


@probe
def loaded(unit, state, places, x):
    """The output of a new network on the CPU that was given the file."""
    net = nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.Linear(3, 2, bias=False)).eval()
    with scratch_file() as path:
        unit.save_portable(network(state, places).eval(), path)
        net.load_state_dict(torch.load(path, weights_only=True), strict=True)
    return net(x)


@probe
def trained_on(unit, state, device, x):
    """The weight after a step of SGD, with the network saved before and after the backward pass."""
    net = network(state, [device, device])
    optimizer = torch.optim.SGD(net.parameters(), lr=0.5)
    with scratch_file() as path:
        unit.save_portable(net, path)
        net[2](net[0](x.to(device))).sum().backward()
        unit.save_portable(net, path)
    optimizer.step()
    return [place(net[2].weight), net[2].weight]


def draw_state(draw):
    """A state for `network`."""
    state = draw.like(SHAPES)
    state["1.running_var"] = draw.uniform(3, low=0.5, high=2.0)
    return state | {"1.num_batches_tracked": torch.tensor(draw.integer(3, 999))}


def test_tensors_on_the_cpu(observe, draw):
    """A tensor in the file belongs to a device.

    It remembers where it was: on a machine without that device, `torch.load` raises an error. Put
    CPU copies of all tensors into the file.
    """
    for device in devices_of(observe):
        seen = observe(saved, state=draw_state(draw), places=[device, device])
        assert_equal(seen["places"], dict.fromkeys(seen["before"], "cpu"), "the places by name:")


def test_a_plain_state_dict(observe, draw):
    """The file does not hold a dict with the names of `state_dict()`, and nothing else.

    `torch.load(path, weights_only=True)` takes dicts of tensors. It refuses a whole network, whose
    class would have to run, and NumPy's arrays.
    """
    device = devices_of(observe)[1]
    state = draw_state(draw)
    seen = observe(saved, state=state, places=[device, device])
    check(seen["kind"], "There is no dict in the file.")
    assert_equal(sorted(seen["names"]), sorted(state), "the sorted list of names")
    assert_equal(sorted(seen["state"]), sorted(state), "the sorted list of names of tensors")


def test_values_and_dtypes(observe, draw):
    """The values or the dtypes in the file are not those of the network, buffers included.

    The running mean of a batch norm is no parameter. `state_dict()` has it.
    """
    for device in devices_of(observe):
        state = draw_state(draw)
        state["2.weight"] = state["2.weight"].double()
        seen = observe(saved, state=state, places=[device, device])
        assert_equal(seen["state"], state, "the file's")


def test_loads_into_a_new_network(observe, draw):
    """The file does not load strictly into a new network on the CPU, or that computes otherwise."""
    device, state, x = devices_of(observe)[-1], draw_state(draw), draw.normal(50, 4)
    mean, var = state["1.running_mean"], state["1.running_var"]
    hidden = x @ state["0.weight"].T + state["0.bias"]
    hidden = (hidden - mean) / (var + 1e-5).sqrt() * state["1.weight"] + state["1.bias"]
    y = observe(loaded, state=state, places=[device, device], x=x)
    assert_close(y, hidden @ state["2.weight"].T, "the output of the new network")


def test_the_network_stays(observe, draw):
    """The network is moved, or changed.

    `net.cpu()` moves the network itself. Whoever trains it on a device goes on training it right
    after the call.
    """
    for device in devices_of(observe):
        state, x = draw_state(draw), draw.normal(5, 4)
        seen = observe(saved, state=state, places=[device, device])
        assert_equal(seen["after"], seen["before"], "the places in the network by name:")
        assert_equal(seen["unharmed"], state, "the network's state")
        check(seen["same"], "The network has new parameters, which its optimizer does not know.")
        at, weight = observe(trained_on, state=state, device=device, x=x)
        assert_equal(at, device, "the device after a step of training")
        slope = (x @ state["0.weight"].T + state["0.bias"]).sum(0)
        assert_close(weight, state["2.weight"] - 0.5 * slope, "the weight after a step")


def test_parts_on_two_devices(observe, draw):
    """A network with parts on two devices is not saved, or its parts do not stay where they are.

    A large network may be spread over devices. Moving it away and back again gathers it on one.
    """
    found = devices_of(observe)
    for places in ([found[0], found[1]], [found[-1], found[0]], [found[-1], found[1]]):
        state = draw_state(draw)
        seen = observe(saved, state=state, places=places)
        assert_equal(seen["after"], seen["before"], "the places in the network by name:")
        assert_equal(seen["places"], dict.fromkeys(state, "cpu"), "the file's places by name:")
        assert_equal(seen["state"], state, "the file's")


def test_a_path_of_either_kind(observe, draw):
    """A path does not work as a string, or not as a `pathlib.Path`."""
    for as_string in (True, False):
        state = draw_state(draw)
        seen = observe(saved, state=state, places=["cpu", "cpu"], as_string=as_string)
        assert_equal(seen["state"], state, "the file's")
