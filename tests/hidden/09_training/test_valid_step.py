import torch
from common import (
    draw_batches,
    draw_state,
    gradients,
    modes,
    network,
    reference_mean,
    set_modes,
    skewed_loss,
)

from grader.testing import assert_close, assert_equal, check, probe

TRAINING, EVALUATION = [True] * 6, [False] * 6
# The network, its first layer, the middle, batch norm and tanh in it, the last layer.
FROZEN_NORM = [True, True, True, False, True, True]
ONLY_NORM = [False, False, False, True, False, False]
ODD = [False, True, True, False, True, False]


@probe
def measure(unit, state, batch, before, old):
    """Measure once; what was seen meanwhile, and what is left of the model afterwards."""
    net = network(state)
    set_modes(net, before)
    for param, gradient in zip(net.parameters(), old, strict=True):
        param.grad = gradient.clone()
    grads_on = []
    net.register_forward_pre_hook(lambda *_: grads_on.append(torch.is_grad_enabled()))

    def loss_fn(outputs, targets):
        grads_on.append(outputs.requires_grad)
        return skewed_loss(outputs, targets)

    value = unit.valid_step(net, batch, loss_fn)
    left = {
        "modes": modes(net),
        "state": {name: tensor.clone() for name, tensor in net.state_dict().items()},
        "gradients": gradients(net),
        "trainable": [param.requires_grad for param in net.parameters()],
    }
    x, y = batch
    with torch.no_grad():
        left["output"] = net(x)
    return value, grads_on, left, (x, y)


def old_gradients(draw, state):
    return [draw.normal(*p.shape, dtype=torch.float64) for p in network(state).parameters()]


def measured(observe, draw, before):
    """State, batch, old gradients, and what came."""
    state, (batch,) = draw_state(draw), draw_batches(draw, 5)
    old = old_gradients(draw, state)
    seen = observe(measure, state=state, batch=batch, before=before, old=old)
    return state, batch, old, seen


def test_measures_in_evaluation_mode(observe, draw):
    """The loss is not the one in evaluation mode.

    In training mode dropout is active, and batch norm uses the statistics of this very batch: the
    same sample gets another loss in other company. Call `model.eval()` first.
    """
    for before in (TRAINING, EVALUATION, ODD):
        state, batch, _, (value, *_) = measured(observe, draw, before)
        came = value.item() if isinstance(value, torch.Tensor) else value
        expected = reference_mean(network(state), [batch], skewed_loss)
        assert_close(came, expected, "the loss", rtol=1e-5)


def test_returns_a_float(observe, draw):
    """The result is not a Python `float`; `loss.item()` makes one."""
    state, batch, _, (value, *_) = measured(observe, draw, TRAINING)
    check(type(value) is float, f"A {type(value).__name__} came; a float was expected.")
    expected = reference_mean(network(state), [batch], skewed_loss)
    check(abs(value) > abs(expected) / 100, f"{value:.4g} came, far from the loss.")


def test_builds_no_graph(observe, draw):
    """A graph is built while it measures.

    Nobody will call `backward()` here. `with torch.no_grad():` around the computation saves the
    memory for all intermediate results, and time.
    """
    _, _, _, (_, grads_on, *_) = measured(observe, draw, TRAINING)
    check(grads_on, "The model or the loss function was never called.")
    check(not any(grads_on), "Gradients are switched on while the loss is computed.")


def test_training_goes_on_in_training_mode(observe, draw):
    """A model in training mode is not in training mode afterwards.

    `model.eval()` lasts until somebody calls `train()`. A model that is not put back trains all
    further epochs without dropout and with frozen batch norms.
    """
    state, (x, _), _, (_, _, left, _) = measured(observe, draw, TRAINING)
    assert_equal(left["modes"], TRAINING, "the list of modes afterwards")
    with torch.no_grad():
        assert_close(left["output"], network(state).train()(x), "the next output of the model")


def test_evaluation_mode_stays(observe, draw):
    """A model in evaluation mode is not in evaluation mode afterwards.

    It was somebody's decision to put it there. Remember the mode before, and put that back.
    """
    state, (x, _), _, (_, _, left, _) = measured(observe, draw, EVALUATION)
    assert_equal(left["modes"], EVALUATION, "the list of modes afterwards")
    with torch.no_grad():
        assert_close(left["output"], network(state).eval()(x), "the next output of the model")


def test_each_submodule_gets_its_mode_back(observe, draw):
    """Submodules that were in different modes are all in the same afterwards.

    `model.train()` and `model.eval()` set every submodule, at any depth, alike. A frozen batch norm
    inside a model that trains would begin to learn. Remember the mode of each of
    `model.modules()`.
    """
    for before in (FROZEN_NORM, ONLY_NORM, ODD):
        state, (x, _), _, (_, _, left, _) = measured(observe, draw, before)
        assert_equal(left["modes"], before, "the list of modes afterwards")
        net = network(state)
        set_modes(net, before)
        with torch.no_grad():
            assert_close(left["output"], net(x), "the next output of the model")


def test_the_model_is_left_alone(observe, draw):
    """Parameters, buffers or the batch are changed by measuring.

    A forward pass in training mode changes the running statistics of batch norms: that is learning
    from validation data.
    """
    for before in (TRAINING, FROZEN_NORM):
        state, batch, _, (_, _, left, inputs) = measured(observe, draw, before)
        assert_equal(left["state"], state, "the model's state afterwards")
        assert_equal(left["trainable"], [True] * 6, "the list of requires_grad afterwards")
        assert_equal(inputs, batch, "the batch afterwards")


def test_gradients_are_left_alone(observe, draw):
    """The gradients of the model are changed by measuring.

    Somebody may be in the middle of adding up gradients over several batches.
    """
    _, _, old, (_, _, left, _) = measured(observe, draw, TRAINING)
    assert_equal(left["gradients"], old, "the list of gradients afterwards")
