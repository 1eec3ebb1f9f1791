import os

import pytest
import torch
from common import (
    attacked,
    check_refused,
    draw_state,
    in_child,
    network,
    place,
    reference,
)
from torch import nn

from grader.testing import assert_close, assert_equal, check, probe


def layer(weight, bias):
    """A linear layer with these values."""
    net = nn.Linear(3, 2, dtype=weight.dtype)
    net.load_state_dict({"weight": weight, "bias": bias})
    return net


@probe
def round_trip(unit, state, x, seed):
    """Save one network, load into another; what that one then gives and holds."""
    torch.manual_seed(seed)
    other = network().to(x.dtype)
    with place():
        unit.save_parameters(network(state), "net.pt")
        unit.load_parameters(other, "net.pt")
    other.eval()
    return {"y": other(x), "state": dict(other.state_dict())}


@probe
def layer_round_trip(unit, weight, bias, x):
    """Save one linear layer, load into another."""
    other = nn.Linear(3, 2, dtype=weight.dtype)
    with place():
        unit.save_parameters(layer(weight, bias), "net.pt")
        unit.load_parameters(other, "net.pt")
    return other(x)


@probe
def returned(unit, weight, bias, x):
    """What load_parameters returns: which kind of thing, and whether it computes."""
    net = nn.Linear(3, 2)
    with place():
        unit.save_parameters(layer(weight, bias), "net.pt")
        result = unit.load_parameters(net, "net.pt")
    kind = type(result).__name__
    if not isinstance(result, nn.Module):
        return {"kind": kind, "same": False, "y": None}
    before = result(x)
    with torch.no_grad():
        net.bias.add_(1)
    return {"kind": kind, "same": result is net, "y": before, "moved": result(x)}


@probe
def file_content(unit, state):
    """What is in the file, read in the guarded way."""
    with place():
        unit.save_parameters(network(state), "net.pt")
        try:
            content = torch.load("net.pt", weights_only=True)
        except Exception as error:
            return {"error": f"{type(error).__name__}: {error}"[:300]}
    if not isinstance(content, dict):
        return {"error": "", "kind": type(content).__name__}
    return {"error": "", "kind": "dict", "content": dict(content)}


@probe
def from_another_process(unit, weight, bias, x, folder):
    """One process saves, this one loads, from a file that has moved."""
    net = nn.Linear(3, 2)
    with place():
        ended = in_child(lambda: unit.save_parameters(layer(weight, bias), "net.pt"))
        there = os.path.isfile("net.pt")
        if there:
            os.mkdir(folder)
            os.rename("net.pt", f"{folder}/net.pt")
            unit.load_parameters(net, f"{folder}/net.pt")
    return {"ended": ended, "there": there, "y": net(x)}


@probe
def into_another_build(unit, weight, bias, more):
    """Load a file into a network that has more names than the file, or fewer."""
    other = nn.Linear(3, 2, bias=False)
    if more:
        other = nn.Linear(3, 2)
        other.register_buffer("scale", torch.ones(1))
    with place():
        unit.save_parameters(layer(weight, bias), "net.pt")
        try:
            unit.load_parameters(other, "net.pt")
        except Exception as error:
            return type(error).__name__
    return ""


@probe
def changed_afterwards(unit, weight, bias, amount):
    """The saved network trains on; the file and its own values are looked at."""
    net, other = layer(weight, bias), nn.Linear(3, 2)
    with place():
        unit.save_parameters(net, "net.pt")
        kept = net.weight.clone(), net.bias.clone()
        with torch.no_grad():
            for parameter in net.parameters():
                parameter.add_(amount)
        unit.load_parameters(other, "net.pt")
    return {"kept": kept, "loaded": (other.weight, other.bias)}


@probe
def hostile(unit):
    with place():
        return attacked(
            lambda path: unit.load_parameters(nn.Linear(2, 1), path),
            lambda evil: {"weight": torch.zeros(1, 2), "bias": torch.zeros(1), "more": evil},
        ) + attacked(
            lambda path: unit.load_parameters(nn.Linear(2, 1), path),
            lambda evil: evil,
        )


def test_the_loaded_network_computes_the_same(observe, draw):
    """The network that was loaded does not compute what the saved one computes."""
    state, x = draw_state(draw), draw.normal(5, 3)
    seen = observe(round_trip, state=state, x=x, seed=draw.seed())
    assert_close(seen["y"], reference(state, x))
    assert_equal(seen["state"], state, "the state_dict of the loaded network")


def test_buffers_are_saved(observe, draw):
    """The buffers are lost: the running mean and variance of the batch norm.

    `parameters()` lists what training changes by gradients. A network holds other numbers too,
    and `state_dict()` lists them all.
    """
    state, x = draw_state(draw), draw.normal(5, 3)
    seen = observe(round_trip, state=state, x=x, seed=draw.seed())["state"]
    for name in ("1.running_mean", "1.running_var", "1.num_batches_tracked"):
        assert_equal(seen.get(name), state[name], f"{name} of the loaded network")


def test_returns_the_network(observe, draw):
    """`load_parameters` does not return the network that it was given.

    `net.load_state_dict(...)` returns a report of the names that did not fit. The network is
    changed in place, so after loading it is `net` itself that you return.
    """
    weight, bias, x = draw.normal(2, 3), draw.normal(2), draw.normal(5, 3)
    seen = observe(returned, weight=weight, bias=bias, x=x)
    check(
        seen["kind"] == "Linear",
        f"load_parameters returned a {seen['kind']}; the network was expected.",
    )
    assert_close(seen["y"], x @ weight.T + bias, "the output of what it returned")
    check(seen["same"], "load_parameters returned another network than the one it was given.")
    expected = x @ weight.T + bias + 1
    assert_close(seen["moved"], expected, "its output after a change to the network given")


def test_the_file_holds_the_state_dict(observe, draw):
    """The file does not hold the state_dict and nothing else.

    The whole network, pickled, is tied to its class and cannot be opened without running code.
    Save `net.state_dict()`: names and tensors.
    """
    state = draw_state(draw)
    seen = observe(file_content, state=state)
    check(
        not seen["error"],
        f"torch.load(path, weights_only=True) does not open the file: {seen['error']}",
    )
    check(seen["kind"] == "dict", f"The file holds a {seen['kind']}; a dict was expected.")
    assert_equal(seen["content"], state, "what is in the file")


def observed_layer(observe, draw):
    """Fresh values of a layer that did come back by the ordinary way."""
    weight, bias, x = draw.normal(2, 3), draw.normal(2), draw.normal(5, 3)
    y = observe(layer_round_trip, weight=weight, bias=bias, x=x)
    assert_close(y, x @ weight.T + bias, "the output of the loaded network")
    return weight, bias


def test_all_of_it_is_in_the_file(observe, draw):
    """What was saved in one process cannot be loaded in another from the file alone."""
    observed_layer(observe, draw)
    weight, bias, x = draw.normal(2, 3), draw.normal(2), draw.normal(5, 3)
    seen = observe(from_another_process, weight=weight, bias=bias, x=x, folder=draw.word())
    check(seen["ended"] == 0, "Saving in a process of its own failed.")
    check(seen["there"], "There is no file at the path.")
    assert_close(seen["y"], x @ weight.T + bias, "the output in another process")


def test_other_names_are_an_error(observe, draw):
    """A file whose names are not the network's is loaded without an error.

    Loading in part, in silence, leaves random numbers where you believe trained ones.
    """
    weight, bias = observed_layer(observe, draw)
    for more in (True, False):
        error = observe(into_another_build, weight=weight, bias=bias, more=more)
        what = "more names than" if more else "only some of the names of"
        check(error != "", f"Loading into a network with {what} the file gave no error.")


def test_training_on_does_not_change_the_file(observe, draw):
    """The saved network is changed by saving, or the file by what happens to it later."""
    weight, bias = draw.normal(2, 3), draw.normal(2)
    amount = draw.number(1, 2)
    seen = observe(changed_afterwards, weight=weight, bias=bias, amount=amount)
    assert_equal(seen["kept"], (weight, bias), "the pair of the saved network's parameters")
    assert_equal(seen["loaded"], (weight, bias), "the pair of the loaded network's parameters")


def test_float64(observe, draw):
    """A network in float64 comes back in less precision."""
    weight, bias, x = (draw.normal(*n, dtype=torch.float64) for n in [(2, 3), (2,), (5, 3)])
    y = observe(layer_round_trip, weight=weight, bias=bias, x=x)
    assert_close(y, x @ weight.T + bias)


@pytest.mark.weight(2)
def test_loading_runs_no_code(observe, draw):
    """Loading a file runs code from it.

    A pickle may ask for any function to be called, and plain loading calls it. Parameters are
    the files that people share most.
    """
    observed_layer(observe, draw)
    outcomes = observe(hostile)
    check_refused(outcomes[:3])
    check_refused(outcomes[3:])
