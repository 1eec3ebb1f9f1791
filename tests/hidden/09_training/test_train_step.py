import torch
from common import (
    draw_batches,
    draw_state,
    gradients,
    modes,
    network,
    optimizer_of,
    set_modes,
    skewed_loss,
)

from grader.testing import assert_close, assert_equal, check, probe


@probe
def steps(unit, state, batches, optimizer="plain", before=None, old=None):
    """Train on each batch; what is left of the model, its gradients and the inputs."""
    net = network(state)
    if before is not None:
        set_modes(net, before)
    if old is not None:
        for param, gradient in zip(net.parameters(), old, strict=True):
            param.grad = gradient.clone()
    optimizer = optimizer_of(optimizer, net)
    seen = []
    net.register_forward_pre_hook(lambda module, _: seen.append(modes(module)))
    losses = [unit.train_step(net, batch, skewed_loss, optimizer) for batch in batches]
    after, state = modes(net), {name: value.clone() for name, value in net.state_dict().items()}
    x, _ = batches[-1]
    with torch.no_grad():
        again = net(x)
    return {
        "losses": losses,
        "modes in forward": seen[: len(batches)],
        "modes after": after,
        "output after": again,
        "gradients": gradients(net),
        "state": state,
        "inputs": [x for x, _ in batches],
    }


@probe
def order(unit, state, batch, lr):
    """What happens while a step is taken, and the gradients at the moment of the update."""
    events = []

    class Recorder(torch.optim.Optimizer):
        def __init__(self, params):
            super().__init__(params, {})
            self.gradients = []

        def step(self, closure=None):
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            events.append("step")
            for group in self.param_groups:
                for param in group["params"]:
                    self.gradients.append(None if param.grad is None else param.grad.clone())
                    if param.grad is not None:
                        param.data.sub_(param.grad, alpha=lr)
            return loss

    def loss_fn(outputs, targets):
        loss = skewed_loss(outputs, targets)
        if loss.requires_grad:
            loss.register_hook(lambda _: events.append("backward"))
        return loss

    net = network(state)
    recorder = Recorder(net.parameters())
    unit.train_step(net, batch, loss_fn, recorder)
    return events, recorder.gradients, dict(net.state_dict())


def reference(state, batches, optimizer="plain"):
    """The same steps, taken here; old gradients and modes don't matter."""
    net = network(state)
    optimizer = optimizer_of(optimizer, net)
    losses = []
    for x, y in batches:
        net.train()
        optimizer.zero_grad()
        loss = skewed_loss(net(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    kept, after = gradients(net), {n: value.clone() for n, value in net.state_dict().items()}
    with torch.no_grad():
        output = net(batches[-1][0])
    return {"losses": losses, "gradients": kept, "output after": output, "state": after}


def test_moves_the_parameters(observe, draw):
    """After a step the parameters are not where the optimizer should have taken them."""
    state, batches = draw_state(draw), draw_batches(draw, 7)
    seen = observe(steps, state=state, batches=batches)
    assert_close(seen["state"], reference(state, batches)["state"], "the model's state")
    assert_equal(seen["inputs"], [x for x, _ in batches], "the list of inputs")


def test_clears_the_old_gradients(observe, draw):
    """Gradients of earlier batches take part in the step.

    `backward()` adds to what stands in `.grad`. Without `optimizer.zero_grad()` before it, each
    step follows the sum of all gradients so far.
    """
    state, batches = draw_state(draw), draw_batches(draw, 7)
    old = [torch.full_like(gradient, 3.0) for gradient in gradients_of(state, batches[0])]
    seen = observe(steps, state=state, batches=batches, old=old)
    expected = reference(state, batches)["state"]
    assert_close(seen["state"], expected, "the model's state, with gradients of 3 left over,")


def gradients_of(state, batch):
    net = network(state)
    skewed_loss(net(batch[0]), batch[1]).backward()
    return gradients(net)


def test_steps_after_backward(observe, draw):
    """The optimizer does not take exactly one step, after `backward()`.

    `backward()` computes the gradients, `optimizer.step()` uses those that are there. The other way
    round, each step uses the gradients of the batch before, and the first uses none.
    """
    state, batches = draw_state(draw), draw_batches(draw, 6)
    events, at_step, after = observe(order, state=state, batch=batches[0], lr=0.05)
    assert_equal(events, ["backward", "step"], "the order of events")
    expected = reference(state, batches)
    assert_close(at_step, expected["gradients"], "the list of gradients at the step")
    assert_close(after, expected["state"], "the model's state")


def test_trains_in_training_mode(observe, draw):
    """A model that comes in evaluation mode is not put in training mode.

    In evaluation mode dropout does nothing and batch norm uses old statistics and learns no new
    ones. A validation pass between two epochs leaves many a model like that: call `model.train()`.
    """
    state, batches = draw_state(draw), draw_batches(draw, 7)
    for before in ([False] * 6, [True, True, False, False, False, True]):
        seen = observe(steps, state=state, batches=batches, before=before)
        assert_equal(seen["modes in forward"], [[True] * 6], "the modes while it computes")
        assert_close(seen["state"], reference(state, batches)["state"], "the model's state")


def test_stays_in_training_mode(observe, draw):
    """After the step the model is not in training mode."""
    state, batches = draw_state(draw), draw_batches(draw, 7)
    for before in (None, [False] * 6):
        seen = observe(steps, state=state, batches=batches, before=before)
        assert_equal(seen["modes after"], [True] * 6, "the modes afterwards")
        expected = reference(state, batches)["output after"]
        assert_close(seen["output after"], expected, "the output of the model afterwards")


def test_returns_the_loss_as_a_float(observe, draw):
    """The result is not the loss before the step, as a `float`.

    A loss tensor keeps all that it was computed from: whoever collects a thousand of them keeps a
    thousand graphs. `loss.item()` is the number alone.
    """
    state, batches = draw_state(draw), draw_batches(draw, 6, 4)
    seen = observe(steps, state=state, batches=batches)
    for came in seen["losses"]:
        check(type(came) is float, f"A {type(came).__name__} came; a float was expected.")
    expected = reference(state, batches)["losses"]
    assert_close(seen["losses"], expected, "the list of two losses", rtol=1e-5)


def test_keeps_the_gradients(observe, draw):
    """After the step `.grad` does not hold the gradients of this batch.

    Whoever calls `train_step` may want to look at them, to log their norm for instance. Clear them
    before the next `backward()`, not after the step.
    """
    state, batches = draw_state(draw), draw_batches(draw, 6)
    seen = observe(steps, state=state, batches=batches)
    expected = reference(state, batches)["gradients"]
    assert_close(seen["gradients"], expected, "the list of gradients")


def test_uses_the_optimizer(observe, draw):
    """The parameters do not move as the given optimizer moves them.

    Optimizers differ, and momentum and Adam remember earlier steps. `optimizer.step()` does the
    update, whichever it is.
    """
    state, batches = draw_state(draw), draw_batches(draw, 6, 3, 5)
    for kind in ("momentum", "adam"):
        seen = observe(steps, state=state, batches=batches, optimizer=kind)
        expected = reference(state, batches, kind)["state"]
        assert_close(seen["state"], expected, f"the model's state after three steps ({kind})")


@probe
def asymmetric(unit, state, batch):
    """The loss of a step of length 0, where outputs and targets play different parts."""
    net = network(state)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.0)
    loss = unit.train_step(net, batch, lambda first, second: (first - 3 * second).mean(), optimizer)
    return float(loss)


def test_loss_gets_outputs_then_targets(observe, draw):
    """The loss function gets its two arguments in the wrong order, or the wrong ones.

    It is called as `loss_fn(model(inputs), targets)`. Most losses are not symmetric: cross-entropy
    of targets against outputs means nothing.
    """
    state, (batch,) = draw_state(draw), draw_batches(draw, 6)
    with torch.no_grad():
        expected = (network(state)(batch[0]) - 3 * batch[1]).mean().item()
    assert_close(observe(asymmetric, state=state, batch=batch), expected, "the loss", rtol=1e-5)
