import torch
from common import draw_batches, draw_state, modes, network, set_modes, skewed_loss

from grader.testing import assert_close, assert_equal, check, probe

TRAINING = [True] * 6


@probe
def find(unit, state, batches, rates, before):
    """The losses, what was seen meanwhile, and what is left of the model."""
    net = network(state)
    set_modes(net, before)
    held = [*net.parameters(), *net.buffers()]
    seen = []
    net.register_forward_pre_hook(lambda module, _: seen.append(modes(module)))
    losses = unit.lr_finder(net, batches, skewed_loss, rates)
    left = {name: value.clone() for name, value in net.state_dict().items()}
    # An optimizer that was made before must still move the model.
    values = [value.detach().clone() for value in held]
    with torch.no_grad():
        for param in held[:6]:
            param.zero_()
        output = net(batches[0][0])
    return {
        "losses": list(losses) if isinstance(losses, tuple) else losses,
        "modes in forward": seen[: len(rates)],
        "modes": modes(net),
        "state": left,
        "held": values,
        "output": output,
        "trainable": [param.requires_grad for param in net.parameters()],
    }


def reference(state, batches, rates):
    net, losses = network(state), []
    net.train()
    for place, rate in enumerate(rates):
        x, y = batches[place % len(batches)]
        net.zero_grad()
        loss = skewed_loss(net(x), y)
        loss.backward()
        with torch.no_grad():
            for param in net.parameters():
                param -= rate * param.grad
        losses.append(loss.item())
    return losses


def found(observe, draw, rates, sizes=(5, 4, 3), before=TRAINING):
    state, batches = draw_state(draw), draw_batches(draw, *sizes)
    seen = observe(find, state=state, batches=batches, rates=rates, before=before)
    return state, batches, seen


def rising(draw, n):
    """Rates that grow from step to step, all small enough for losses to stay finite."""
    return [0.002 * 1.5**step * draw.number(0.9, 1.1) for step in range(n)]


def numbers(losses):
    if not isinstance(losses, list):
        return losses
    return [v.item() if isinstance(v, torch.Tensor) and v.numel() == 1 else v for v in losses]


def test_loss_of_each_rate(observe, draw):
    """The losses are not those of a series of steps with these rates.

    Each loss is the one before its own step; each step goes on from where the one before arrived,
    on the next batch, with gradients of that batch alone.
    """
    rates = rising(draw, 3)
    state, batches, seen = found(observe, draw, rates)
    expected = reference(state, batches, rates)
    assert_close(numbers(seen["losses"]), expected, "the list of losses", rtol=1e-5)


def test_the_first_loss_is_the_untouched_models(observe, draw):
    """The first loss is not that of the model as it came.

    The loss is computed before the step, from which its gradient comes.
    """
    state, batches, seen = found(observe, draw, [draw.number(0.05, 0.1)])
    expected = reference(state, batches, [0.0])
    assert_close(numbers(seen["losses"]), expected, "the list of losses", rtol=1e-5)


def test_starts_over_when_the_loader_is_through(observe, draw):
    """With more rates than batches there is not one loss a rate.

    When the loader is through, begin it again. `zip(lrs, loader)` ends with the shorter of the two.
    """
    for sizes, n in [((5, 4), 7), ((6,), 4)]:
        rates = rising(draw, n)
        state, batches, seen = found(observe, draw, rates, sizes)
        came = numbers(seen["losses"])
        check(isinstance(came, list), "The result is not a list.")
        check(len(came) == n, f"{len(came)} losses came for {n} rates and {len(sizes)} batches.")
        expected = reference(state, batches, rates)
        assert_close(came, expected, "the list of losses", rtol=1e-5)


def test_no_rates(observe, draw):
    """For an empty list of rates the result is not an empty list."""
    state, _, seen = found(observe, draw, [])
    assert_equal(seen["losses"], [], "the result")
    assert_equal(seen["state"], state, "the model's state")


def test_trains_in_training_mode(observe, draw):
    """The losses are not computed in training mode."""
    rates = rising(draw, 2)
    state, batches, seen = found(observe, draw, rates, before=[False] * 6)
    assert_equal(seen["modes in forward"], [TRAINING] * 2, "the modes while it computes")
    expected = reference(state, batches, rates)
    assert_close(numbers(seen["losses"]), expected, "the list of losses", rtol=1e-5)


def test_losses_are_floats(observe, draw):
    """The losses are not Python floats in a list.

    Loss tensors would keep every graph alive.
    """
    _, _, seen = found(observe, draw, rising(draw, 3))
    check(isinstance(seen["losses"], list), f"A {type(seen['losses']).__name__} came, not a list.")
    kinds = [type(loss).__name__ for loss in seen["losses"]]
    assert_equal(kinds, ["float"] * 3, "the list of kinds of the losses")


def test_parameters_are_restored(observe, draw):
    """Afterwards the model has other parameters than before.

    `state_dict()` holds the live tensors: a copy is needed, or there is nothing to go back to.
    """
    state, _, seen = found(observe, draw, rising(draw, 4))
    names = [name for name in state if "running" not in name and "num" not in name]
    came = {name: value for name, value in seen["state"].items() if name in names}
    assert_equal(came, {name: state[name] for name in names}, "the model's parameters")


def test_buffers_are_restored(observe, draw):
    """Afterwards the model has other buffers than before.

    Batch norms learn their running statistics in each forward pass in training mode. They are no
    parameters, but they are in the `state_dict`.
    """
    state, _, seen = found(observe, draw, rising(draw, 4))
    names = [name for name in state if "running" in name or "num" in name]
    came = {name: value for name, value in seen["state"].items() if name in names}
    assert_equal(came, {name: state[name] for name in names}, "the model's buffers")


def test_the_parameters_are_the_same_objects(observe, draw):
    """Afterwards the model has new parameter objects.

    An optimizer that was made before would go on moving the old ones, and the model would never
    learn again. Put the values back into the tensors that are there.
    """
    state, batches, seen = found(observe, draw, rising(draw, 3))
    assert_equal(seen["trainable"], [True] * 6, "the list of requires_grad")
    names = [n for n in state if "running" not in n and "num" not in n]
    names += [n for n in state if n not in names]
    assert_equal(seen["held"], [state[name] for name in names], "the list of tensors held before")
    expected = torch.zeros(len(batches[0][0]), 2, dtype=torch.float64)
    assert_equal(seen["output"], expected, "the output with all those parameters set to 0")


def test_modes_are_restored(observe, draw):
    """Afterwards the submodules are not in the modes that they were in."""
    for before in (TRAINING, [False] * 6, [True, True, True, False, True, True]):
        _, _, seen = found(observe, draw, rising(draw, 2), before=before)
        assert_equal(seen["modes"], before, "the list of modes")


def test_survives_an_explosion(observe, draw):
    """With rates that are far too large there is not one loss a rate, or the model stays broken.

    That the loss explodes at some rate is what is to be found out: infinite and NaN losses belong
    in the list.
    """
    rates = [0.01, 1e200, 1e200, 0.01]
    state, batches, seen = found(observe, draw, rates)
    came = numbers(seen["losses"])
    check(isinstance(came, list) and len(came) == 4, f"Not 4 losses came: {came}.")
    expected = reference(state, batches, rates)
    assert_close(came[:2], expected[:2], "the list of the first two losses", rtol=1e-5)
    finite = [bool(abs(float(loss)) < 1e6) for loss in came]
    assert_equal(finite, [True, True, False, False], "whether each loss is finite and small")
    assert_equal(seen["state"], state, "the model's state")
