import torch
from common import devices_of, place
from torch import nn

from grader.testing import assert_close, assert_equal, check, probe


def network(state):
    """A small network in float64 with a batch norm, which tells the modes apart."""
    net = nn.Sequential(nn.Linear(4, 6), nn.BatchNorm1d(6), nn.Tanh(), nn.Linear(6, 2)).double()
    net.load_state_dict(state)
    return net


def skewed_loss(outputs, targets):
    """A mean over the batch in which the two arguments cannot change places."""
    return ((outputs - targets).square() * targets.exp()).mean()


def optimizer_of(name, net):
    """An optimizer by name."""
    kinds = {
        "momentum": lambda: torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.8),
        "adam": lambda: torch.optim.Adam(net.parameters(), lr=0.01),
    }
    return kinds[name]()


@probe
def trained(unit, state, batches, device, epochs, kind="momentum", training=True, stale=None):
    """A training on a device; the model that was given, afterwards."""
    net = network(state).train(training)
    optimizer = optimizer_of(kind, net)
    given = list(net.parameters())
    for parameter in given if stale is not None else []:
        parameter.grad = torch.full_like(parameter, stale)
    losses = unit.train_on(torch.device(device), net, batches, skewed_loss, optimizer, epochs)
    return {
        "losses": losses,
        "kind": type(losses).__name__,
        "floats": all(type(loss) is float for loss in losses),
        "state": dict(net.state_dict()),
        "places": sorted({place(value) for value in net.state_dict().values()}),
        "same": [a is b for a, b in zip(given, net.parameters(), strict=True)],
    }


class Watching(nn.Module):
    """A model that notes where its inputs lie, and computes nevertheless."""

    def __init__(self):
        super().__init__()
        self.layer, self.seen = nn.Linear(4, 2).double(), []

    def forward(self, x):
        self.seen.append(place(x))
        return self.layer(x.to(self.layer.weight.device))


@probe
def watched(unit, batches, device):
    """Where the model finds its inputs and the loss its two arguments."""
    net, seen = Watching(), []

    def loss_fn(outputs, targets):
        seen.append(place(targets))
        return skewed_loss(outputs, targets.to(outputs.device))

    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    unit.train_on(torch.device(device), net, batches, loss_fn, optimizer, 2)
    return {"inputs": net.seen, "targets": seen}


def draw_state(draw):
    """A state for `network`."""
    linear = draw.linear_chain(4, 6, 2)
    values = {
        "0.weight": linear[0],
        "0.bias": linear[1],
        "1.weight": draw.uniform(6, low=0.5, high=1.5),
        "1.bias": draw.normal(6, std=0.5),
        "1.running_mean": draw.normal(6, std=0.5),
        "1.running_var": draw.uniform(6, low=0.5, high=2.0),
        "3.weight": linear[2],
        "3.bias": linear[3],
    }
    state = {name: value.double() for name, value in values.items()}
    return state | {"1.num_batches_tracked": torch.tensor(draw.integer(3, 9))}


def draw_batches(draw, *sizes):
    """Batches for `network`; the last is far from the others, so that its weight shows."""
    batches = []
    for number, size in enumerate(sizes):
        x = draw.normal(size, 4, dtype=torch.float64)
        y = draw.normal(size, 2, std=0.5, dtype=torch.float64)
        batches.append((x, y + (0.8 if number == len(sizes) - 1 else 0.0)))
    return batches


def reference(state, batches, epochs, kind="momentum"):
    """The losses of a training on the CPU, and the state after it."""
    net, losses = network(state).train(), []
    optimizer = optimizer_of(kind, net)
    for _ in range(epochs):
        total = 0.0
        for x, y in batches:
            optimizer.zero_grad()
            loss = skewed_loss(net(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        losses.append(total / sum(len(x) for x, _ in batches))
    return losses, dict(net.state_dict())


def test_trains_on_the_device_of_the_caller(observe, draw):
    """The model is not trained on the device that the caller names, or not as it should be.

    The device is the caller's choice; it may be the CPU. Code that names "cuda" outright runs on
    one kind of machine only, and there it cannot choose the second device.
    """
    for device in devices_of(observe):
        state, batches = draw_state(draw), draw_batches(draw, 4, 4, 3)
        seen = observe(trained, state=state, batches=batches, device=device, epochs=2)
        assert_equal(seen["places"], [device], "the list of devices that the model is on")
        assert_close(seen["state"], reference(state, batches, 2)[1], "the state")


def test_moves_inputs_and_labels(observe, draw):
    """The inputs or the labels are left behind on the CPU.

    Both tensors of a batch have to be moved, at every step. The labels are forgotten most often:
    the model runs, and the error comes from the loss.
    """
    batches = draw_batches(draw, 3, 3)
    for device in devices_of(observe, cpu=False):
        seen = observe(watched, batches=batches, device=device)
        assert_equal(seen["inputs"], [device] * 4, "the list of places of the inputs")
        assert_equal(seen["targets"], [device] * 4, "the list of places of the labels")


def test_trains_the_model_that_was_given(observe, draw):
    """The model that the caller holds is not the one that was trained.

    A copy learns in vain: nobody outside has a name for it. `model.to(device)` moves the model
    itself.
    """
    state, batches = draw_state(draw), draw_batches(draw, 4, 4)
    device = devices_of(observe)[-1]
    seen = observe(trained, state=state, batches=batches, device=device, epochs=1)
    for name in ("0.weight", "3.bias"):
        moved = (seen["state"][name] - state[name]).abs().max() > 0
        check(moved, f"{name} is what it was before the training.")


def test_keeps_the_parameter_objects(observe, draw):
    """The model has new parameters, which the optimizer does not know.

    The optimizer holds the parameters that it was made with. `model.to(device)` moves the
    numbers in them; a new `nn.Parameter` in their place is never stepped.
    """
    state, batches = draw_state(draw), draw_batches(draw, 4, 4)
    for device in devices_of(observe):
        seen = observe(trained, state=state, batches=batches, device=device, epochs=1)
        assert_equal(seen["same"], [True] * 6, "whether each parameter is the one that it was")


def test_steps_with_the_optimizer_that_was_given(observe, draw):
    """The optimizer that was given does not do the steps.

    It has a rate and a memory of its own; another one in its place forgets both.
    """
    for kind in ("momentum", "adam"):
        state, batches = draw_state(draw), draw_batches(draw, 4, 3)
        device = devices_of(observe)[1]
        seen = observe(trained, state=state, batches=batches, device=device, epochs=3, kind=kind)
        assert_close(seen["state"], reference(state, batches, 3, kind)[1], f"the state ({kind})")


def test_mean_over_samples(observe, draw):
    """An epoch's number is not the mean of the loss over all samples, before each step.

    A batch of three counts three times as much as a batch of one. Weight each batch's loss with
    the number of its samples.
    """
    for device in devices_of(observe)[:2]:
        state, batches = draw_state(draw), draw_batches(draw, 6, 5, 2)
        seen = observe(trained, state=state, batches=batches, device=device, epochs=3)
        assert_close(seen["losses"], reference(state, batches, 3)[0], "the list of losses")


def test_one_float_an_epoch(observe, draw):
    """The result is not a list with one Python float for each epoch.

    A tensor in the list would keep its device's memory, and the whole graph with it.
    """
    state, batches = draw_state(draw), draw_batches(draw, 3, 2)
    for epochs in (0, 1, draw.integer(2, 4)):
        seen = observe(
            trained, state=state, batches=batches, device=devices_of(observe)[1], epochs=epochs
        )
        assert_equal(seen["kind"], "list", "the kind of the result")
        assert_equal(len(seen["losses"]), epochs, "the number of numbers")
        check(seen["floats"], "Something in the list is no Python float.")


def test_gradients_start_at_zero(observe, draw):
    """Gradients of an earlier step are added to the new ones.

    `backward` adds to what is there. Set the gradients to zero before each batch.
    """
    state, batches = draw_state(draw), draw_batches(draw, 4, 4, 4)
    seen = observe(
        trained,
        state=state,
        batches=batches,
        device=devices_of(observe)[1],
        epochs=1,
        stale=draw.number(2, 3),
    )
    assert_close(seen["state"], reference(state, batches, 1)[1], "the state")


def test_in_training_mode(observe, draw):
    """A model that comes in evaluation mode is not trained in training mode.

    Dropout and batch norm compute something else there. Call `model.train()` first.
    """
    state, batches = draw_state(draw), draw_batches(draw, 4, 4)
    seen = observe(
        trained,
        state=state,
        batches=batches,
        device=devices_of(observe)[1],
        epochs=2,
        training=False,
    )
    assert_close(seen["losses"], reference(state, batches, 2)[0], "the list of losses")
