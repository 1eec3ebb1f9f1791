import logging
import os
import warnings

import pytest
import torch
from common import draw_state, network, place, reference
from torch import nn

from grader.testing import assert_close, assert_equal, check, probe


class Bent(nn.Module):
    """A network whose class has a forward of its own: 2 · relu(inner(x)) − x, twice."""

    def __init__(self, weight, bias):
        super().__init__()
        self.inner = nn.Linear(*weight.shape, dtype=weight.dtype)
        self.inner.load_state_dict({"weight": weight, "bias": bias})

    def forward(self, x):
        for _ in range(2):
            x = 2 * torch.relu(self.inner(x)) - x
        return x


def bent(weight, bias, x):
    """What Bent gives."""
    for _ in range(2):
        x = 2 * (x @ weight.T + bias).clamp(min=0) - x
    return x


def opened(path):
    """The graph in a file, in whichever of the two formats; None where it holds none."""
    logging.disable()
    try:
        for load in (torch.jit.load, lambda path: torch.export.load(path).module()):
            try:
                return load(path)
            except Exception:
                continue
    finally:
        logging.disable(logging.NOTSET)
    return None


def exported(unit, net, example, inputs, path="net.pt2"):
    """Export, open the file, feed the inputs: what comes out, or what is wrong with the file."""
    with place(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        unit.export_traced(net, example, path)
        if not os.path.isfile(path):
            return {"error": "there is no file at the path", "y": None}
        graph = opened(path)
        if graph is None:
            return {"error": "torch.jit.load and torch.export.load refuse the file", "y": None}
        try:
            return {"error": "", "y": [graph(x) for x in inputs]}
        except Exception as error:
            text = f"{type(error).__name__}: {error}".strip().splitlines()
            text = f"fed with an input like the example, it raises {text[0]} … {text[-1]}"
            return {"error": text[:300], "y": None}


@probe
def plain(unit, state, example, inputs, path):
    """The network of the unit's other tests, in evaluation mode."""
    return exported(unit, network(state).eval(), example, inputs, path)


@probe
def own_class(unit, weight, bias, example, inputs):
    return exported(unit, Bent(weight, bias), example, inputs)


@probe
def pictures(unit, kernel, bias, example, inputs):
    """A convolution and a ReLU, for input with four dimensions."""
    net = nn.Sequential(nn.Conv2d(kernel.shape[1], kernel.shape[0], 1), nn.ReLU())
    net[0].load_state_dict({"weight": kernel, "bias": bias})
    return exported(unit, net, example, inputs)


@probe
def from_training(unit, state, example, inputs, dropout):
    """The network in training mode; with a dropout behind it, or with its batch norm alone."""
    net = network(state).train()
    if dropout:
        net[1].eval()
        net.append(nn.Dropout(dropout))
    return exported(unit, net, example, inputs)


@probe
def before_and_after(unit, state, example, modes):
    """The exported network itself: its modes, values and gradients, before and after."""
    net = network(state)
    net[3].bias.requires_grad = False
    net[0].weight.grad = torch.ones_like(net[0].weight)
    for module, mode in zip(net.modules(), modes, strict=True):
        module.training = mode
    file = exported(unit, net, example, [])
    return {
        "error": file["error"],
        "modes": [module.training for module in net.modules()],
        "state": dict(net.state_dict()),
        "frozen": [name for name, p in net.named_parameters() if not p.requires_grad],
        "grads": {name: p.grad for name, p in net.named_parameters()},
    }


def check_graph(seen, expected, what="the graph's output"):
    """The file opened, and the graph gives what is expected for each of the inputs."""
    check(
        not seen["error"],
        f"The file is not a graph that runs: {seen['error']}.",
    )
    check(len(seen["y"]) == len(expected), "The graph did not run.")
    for y, wanted in zip(seen["y"], expected, strict=True):
        assert_close(y, wanted, what)


@pytest.mark.weight(2)
def test_the_graph_computes_what_the_network_does(observe, draw):
    """The file's graph does not give what the network gives, on other inputs than the example.

    The example shows which operations there are. Its numbers and its results are of no interest.
    """
    state, example = draw_state(draw), draw.normal(5, 3)
    inputs = [draw.normal(5, 3) for _ in range(2)]
    path = f"{draw.word()}/{draw.word()}.pt2"
    seen = observe(plain, state=state, example=example, inputs=inputs, path=path)
    check_graph(seen, [reference(state, x) for x in inputs])


def test_runs_without_the_class(observe, draw):
    """The computation of a class that the loading program does not know is not in the file.

    Neither a `state_dict` nor a pickled object holds what `forward` does. The graph does.
    """
    weight, bias = draw.normal(3, 3), draw.normal(3)
    example, inputs = draw.normal(4, 3), [draw.normal(4, 3)]
    arguments = {"weight": weight, "bias": bias, "example": example, "inputs": inputs}
    seen = observe(own_class, **arguments)
    check_graph(seen, [bent(weight, bias, x) for x in inputs])


def test_dropout_is_off(observe, draw):
    """A network in training mode was traced with its dropout on.

    What is recorded is what runs, and in training mode dropout runs. Trace the network in
    evaluation mode.
    """
    state, example = draw_state(draw), draw.normal(5, 3)
    inputs = [draw.normal(5, 3) for _ in range(2)]
    arguments = {"state": state, "example": example, "inputs": inputs, "dropout": 0.7}
    seen = observe(from_training, **arguments)
    check_graph(seen, [reference(state, x) for x in inputs])


def test_batch_norm_uses_its_running_values(observe, draw):
    """In the file of a network in training mode, batch norm looks at the batch.

    In evaluation mode it uses the mean and variance that it has gathered. Trace it in that mode.
    """
    state, example = draw_state(draw), draw.normal(5, 3)
    inputs = [draw.normal(5, 3) for _ in range(2)]
    arguments = {"state": state, "example": example, "inputs": inputs, "dropout": 0.0}
    seen = observe(from_training, **arguments)
    check_graph(seen, [reference(state, x) for x in inputs])


def test_the_modes_stay(observe, draw):
    """The network, or one of its submodules, is in another mode afterwards.

    `eval()` and `train()` set all submodules at once. One that was in evaluation mode on purpose
    has to be so afterwards, too: remember each one's mode, or export a copy.
    """
    for modes in (
        [True, True, True, True, True],
        [True, True, False, True, False],
        [False, False, True, False, False],
    ):
        state, example = draw_state(draw), draw.normal(5, 3)
        seen = observe(before_and_after, state=state, example=example, modes=modes)
        check_graph({**seen, "y": []}, [])
        assert_equal(seen["modes"], modes, "the list of modes (True is training)")


def test_the_network_stays(observe, draw):
    """The exported network has other values, other gradients or other frozen parameters."""
    state, example = draw_state(draw), draw.normal(5, 3)
    seen = observe(before_and_after, state=state, example=example, modes=[True] * 5)
    check_graph({**seen, "y": []}, [])
    assert_equal(seen["state"], state, "the network's state afterwards")
    assert_equal(seen["frozen"], ["3.bias"], "the list of frozen parameters afterwards")
    kept = [name for name, grad in seen["grads"].items() if grad is not None]
    assert_equal(kept, ["0.weight"], "the list of parameters with a gradient afterwards")


def test_more_dimensions(observe, draw):
    """A network for pictures, with an input of four dimensions, is not exported as it is."""
    kernel, bias = draw.normal(3, 2, 1, 1), draw.normal(3)
    example, inputs = draw.normal(1, 2, 4, 5), [draw.normal(1, 2, 4, 5)]
    arguments = {"kernel": kernel, "bias": bias, "example": example, "inputs": inputs}
    seen = observe(pictures, **arguments)
    expected = [
        (torch.einsum("oi,bihw->bohw", kernel[:, :, 0, 0], x) + bias[:, None, None]).clamp(min=0)
        for x in inputs
    ]
    check_graph(seen, expected)


def test_float64(observe, draw):
    """A network in float64 is not exported as it is."""
    sizes = [(2, 2), (2,), (3, 2), (3, 2)]
    weight, bias, example, x = (draw.normal(*size, dtype=torch.float64) for size in sizes)
    arguments = {"weight": weight, "bias": bias, "example": example, "inputs": [x]}
    check_graph(observe(own_class, **arguments), [bent(weight, bias, x)])
