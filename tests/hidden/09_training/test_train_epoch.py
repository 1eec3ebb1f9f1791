import weakref

import torch
from common import (
    draw_batches,
    draw_state,
    loaders,
    loss_on_pictures,
    modes,
    network,
    optimizer_of,
    picture_net,
    pictures,
    reference_epoch,
    set_modes,
    skewed_loss,
)
from torch.nn.functional import cross_entropy

from grader.testing import assert_close, assert_equal, check, probe


@probe
def epoch(unit, state, batches, optimizer="plain", before=None, old=None):
    """One epoch over a generator of batches."""
    net = network(state)
    if before is not None:
        set_modes(net, before)
    if old is not None:
        for param in net.parameters():
            param.grad = torch.full_like(param, old)
    seen = []
    net.register_forward_pre_hook(lambda module, _: seen.append(modes(module)))
    optimizer = optimizer_of(optimizer, net)
    loss = unit.train_epoch(net, (batch for batch in batches), skewed_loss, optimizer)
    return {"loss": loss, "modes": seen, "state": dict(net.state_dict())}


@probe
def graphs_alive(unit, state, batches):
    """How many of the graphs of earlier batches are alive when each batch is fetched."""
    net, alive, counts = network(state), [], []

    class Token:
        pass

    class Marked(torch.autograd.Function):
        """The identity; its node in the graph holds a token."""

        @staticmethod
        def forward(ctx, x):
            ctx.token = Token()
            alive.append(weakref.ref(ctx.token))
            return x.clone()

        @staticmethod
        def backward(ctx, gradient):
            return gradient

    def loader():
        for batch in batches:
            counts.append(sum(reference() is not None for reference in alive))
            yield batch

    loss = unit.train_epoch(
        net,
        loader(),
        lambda outputs, targets: Marked.apply(skewed_loss(outputs, targets)),
        optimizer_of("plain", net),
    )
    return float(loss), counts, len(alive)


@probe
def train_on_pictures(unit, pictures, seed, epochs):
    torch.manual_seed(seed)
    net, (train, _) = picture_net(), loaders(pictures, seed)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
    losses = [unit.train_epoch(net, train, cross_entropy, optimizer) for _ in range(epochs)]
    return [float(loss) for loss in losses], dict(net.state_dict())


def number(value):
    """A loss as a number, whether it came as one or as a tensor."""
    return value.item() if isinstance(value, torch.Tensor) and value.numel() == 1 else value


def reference(state, batches, optimizer="plain"):
    net = network(state)
    loss = reference_epoch(net, batches, skewed_loss, optimizer_of(optimizer, net))
    return loss, dict(net.state_dict())


def test_weighs_by_samples(observe, draw):
    """The result is not the mean loss over all samples.

    A batch's loss is a mean over the batch. In the mean of those means a sample in a small last
    batch counts more than any other. Multiply each loss by its number of samples, and divide the
    sum by the number of all samples.
    """
    for sizes in ([6, 6, 2], [4, 8, 5, 3], [5]):
        state, batches = draw_state(draw), draw_batches(draw, *sizes)
        seen = observe(epoch, state=state, batches=batches)
        expected, _ = reference(state, batches)
        what = f"the mean loss over batches of {sizes} samples"
        assert_close(number(seen["loss"]), expected, what, rtol=1e-5)


def test_trains_on_every_batch(observe, draw):
    """After the epoch the model is not where one step on each batch takes it."""
    state, batches = draw_state(draw), draw_batches(draw, 5, 5, 3)
    for kind in ("plain", "momentum", "adam"):
        seen = observe(epoch, state=state, batches=batches, optimizer=kind)
        assert_close(seen["state"], reference(state, batches, kind)[1], f"the state ({kind})")


def test_clears_the_old_gradients(observe, draw):
    """Gradients from before the epoch take part in its first step.

    `backward()` adds to what stands in `.grad`: clear it before each batch's `backward()`.
    """
    state, batches = draw_state(draw), draw_batches(draw, 5)
    seen = observe(epoch, state=state, batches=batches, old=3.0)
    assert_close(seen["state"], reference(state, batches)[1], "the model's state")


def test_trains_in_training_mode(observe, draw):
    """The model is not in training mode while it trains.

    It may come from a validation pass. Call `model.train()` at the start of the epoch.
    """
    state, batches = draw_state(draw), draw_batches(draw, 5)
    seen = observe(epoch, state=state, batches=batches, before=[False] * 6)
    assert_equal(seen["modes"], [[True] * 6], "the modes of the modules while it computes")
    assert_close(seen["state"], reference(state, batches)[1], "the model's state")


def test_returns_a_float(observe, draw):
    """The result is not a Python `float`."""
    seen = observe(epoch, state=draw_state(draw), batches=draw_batches(draw, 4, 2))
    came = type(seen["loss"]).__name__
    check(came == "float", f"A {came} came; a float was expected.")


def test_keeps_no_graphs(observe, draw):
    """The graphs of all batches are kept until the end of the epoch.

    A sum of loss tensors is computed from all of them, so it holds on to every graph. Add up
    numbers: `loss.item()`.
    """
    # Names such as `loss` and `outputs` hold the latest graph until the next one replaces it. Two
    # more may linger; a sum holds all eleven.
    state, batches = draw_state(draw), draw_batches(draw, *[3] * 12)
    _, counts, computed = observe(graphs_alive, state=state, batches=batches)
    check(len(counts) == 12 and computed >= 12, "Not every batch's loss was computed.")
    check(counts[-1] <= 3, f"At the last batch {counts[-1]} of 11 earlier graphs are still there.")


def test_learns_real_pictures(observe, draw):
    """Five epochs on 200 pictures of clothing don't make the model better.

    Its loss on these pictures is measured afterwards. A loop that works brings it from about 2.3,
    which is pure guessing, to about 0.9.
    """
    # One seed for everybody. The reference reaches 0.91 with it; without learning it stays at 2.3.
    losses, state = observe(train_on_pictures, pictures=pictures(), seed=10, epochs=5)
    loss = loss_on_pictures(state)
    check(loss < 1.6, f"The loss on the pictures is {loss:.3g} after five epochs.")
    check(losses[-1] < 0.8 * losses[0], f"The losses are {[round(x, 3) for x in losses]}.")
