import os
import resource
import signal
import sys

import pytest
import torch
from common import attacked, check_refused, draw_state, in_child, place
from torch import nn

from grader.testing import assert_close, assert_equal, check, probe

# ------------------------------------------------------------------- what a training needs


def chain(state=None):
    """A network whose training uses buffers and random numbers; names as common.SHAPES."""
    net = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Dropout(0.5), nn.Linear(4, 2))
    if state is not None:
        net.load_state_dict(state)
    return net


def make(kind, net, lr):
    if kind == "momentum":
        return torch.optim.SGD(net.parameters(), lr=lr, momentum=0.9)
    return torch.optim.Adam(net.parameters(), lr=lr)


def train(net, optimizer, x, y, epochs):
    """Shuffled batches of four, on one thread: how many there are can change the last bit."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    for _ in range(epochs):
        for batch in torch.randperm(len(x)).split(4):
            loss = (net(x[batch]) - y[batch]).square().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    torch.set_num_threads(threads)


def numbers(values):
    """A network that is nothing but these numbers."""
    net = nn.ParameterDict({"w": nn.Parameter(values.clone())})
    return net


def follow(net, optimizer, gradients):
    """One step for each of these gradients."""
    for gradient in gradients:
        net["w"].grad = gradient.clone()
        optimizer.step()


# ------------------------------------------------------------------------------- probes


@probe
def round_trip(unit, state, epoch, path):
    """Save one network, resume in another: the epoch and the state."""
    net, other = chain(state), chain()
    with place():
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        unit.save_checkpoint(path, net, make("momentum", net, 0.1), epoch, {"note": "x"})
        result = unit.resume(path, other, make("momentum", other, 0.1))
    return {"epoch": result, "state": dict(other.state_dict())}


@probe
def steps_around_a_checkpoint(unit, kind, w, before, after, lr, new_lr, start):
    """Steps, a checkpoint, more steps in a new optimizer that begins with other values."""
    net, other = numbers(w), numbers(start)
    optimizer = make(kind, net, lr)
    follow(net, optimizer, before)
    optimizer.param_groups[0]["lr"] = new_lr
    resumed = make(kind, other, lr)
    with place():
        unit.save_checkpoint("run.pt", net, optimizer, 1, {})
        unit.resume("run.pt", other, resumed)
    follow(other, resumed, after)
    return other["w"]


@probe
def random_numbers(unit, seed, other_seed, used):
    """The random numbers that come after resuming."""
    net = chain()
    with place():
        torch.manual_seed(seed)
        torch.rand(used)
        unit.save_checkpoint("run.pt", net, make("momentum", net, 0.1), 1, {})
        torch.manual_seed(other_seed)
        unit.resume("run.pt", net, make("momentum", net, 0.1))
        return torch.rand(8)


@probe
def in_two_parts(unit, kind, state, x, y, lr, seed, epochs):
    """A training whose two parts run in two processes."""
    before, after = epochs

    def first_part():
        net = chain(state)
        optimizer = make(kind, net, lr)
        torch.manual_seed(seed)
        train(net, optimizer, x, y, before)
        unit.save_checkpoint("run.pt", net, optimizer, before, {"note": "x"})

    with place():
        ended = in_child(first_part)
        net = chain()
        optimizer = make(kind, net, lr)
        unit.resume("run.pt", net, optimizer)
        train(net, optimizer, x, y, after)
    return {"ended": ended, "state": dict(net.state_dict())}


@probe
def saved_each_epoch(unit, kind, state, x, y, lr, seed, epochs):
    """A training in one go that saves after every epoch."""
    net = chain(state)
    optimizer = make(kind, net, lr)
    with place():
        torch.manual_seed(seed)
        for epoch in range(epochs):
            train(net, optimizer, x, y, 1)
            unit.save_checkpoint("run.pt", net, optimizer, epoch, {"note": "x"})
    return dict(net.state_dict())


@probe
def notes(unit, extra):
    """What stands under "extra" in the file, read in the guarded way."""
    net = chain()
    with place():
        unit.save_checkpoint("run.pt", net, make("adam", net, 0.1), 1, extra)
        try:
            content = torch.load("run.pt", weights_only=True)
        except Exception as error:
            return {"error": f"{type(error).__name__}: {error}"[:300]}
    if not isinstance(content, dict) or "extra" not in content:
        return {"error": "", "found": False}
    return {"error": "", "found": True, "extra": content["extra"]}


def square(weight):
    """A network of one layer, large enough that its file can be cut off in the middle."""
    net = nn.Linear(*weight.shape, bias=False)
    net.load_state_dict({"weight": weight})
    return net


def save(unit, path, weight, extra=None):
    net = square(weight)
    unit.save_checkpoint(path, net, make("momentum", net, 0.1), 1, extra or {})


def looked_at(unit, content, weight):
    """What a file with this content resumes to, in a folder where nothing else is."""
    if content is None:
        return {"error": "it is gone", "weight": None}
    net = square(torch.zeros_like(weight))
    with place():
        with open("alone.pt", "wb") as file:
            file.write(content)
        try:
            unit.resume("alone.pt", net, make("momentum", net, 0.1))
        except Exception as error:
            text = f"it cannot be loaded any more ({type(error).__name__})"
            return {"error": text, "weight": None}
    return {"error": "", "weight": net.weight.clone()}


def bytes_of(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


class Deadly:
    """Ends the process as soon as somebody pickles it."""

    def __reduce__(self):
        os.kill(os.getpid(), signal.SIGKILL)


@probe
def killed(unit, path, old, new, limits):
    """Kill processes that are saving; the file after each.

    A limit on the size of files ends a process in the middle of its writing. With -1 it ends
    while the object is being pickled. With a negated limit the disk is full: an error.
    """
    outcomes = []
    with place():
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        save(unit, path, old)
        for limit in limits:

            def attempt(limit=limit):
                extra = {"last": Deadly()} if limit == -1 else {}
                if limit != -1:
                    signal.signal(signal.SIGXFSZ, signal.SIG_IGN if limit < 0 else signal.SIG_DFL)
                    resource.setrlimit(resource.RLIMIT_FSIZE, (abs(limit), abs(limit)))
                save(unit, path, new, extra)

            ended = in_child(attempt)
            outcomes.append({"ended": ended, **looked_at(unit, bytes_of(path), old)})
    return outcomes


@probe
def moments(unit, path, old, new):
    """What the file at the path is at each moment of a save: each different content, in order."""
    contents = []

    def look(*event):
        content = bytes_of(path)
        if (not contents or content != contents[-1]) and len(contents) < 12:
            contents.append(content)

    with place():
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        save(unit, path, old)
        look()
        sys.setprofile(look)
        try:
            save(unit, path, new)
        finally:
            sys.setprofile(None)
        look()
        return [looked_at(unit, content, old) for content in contents]


@probe
def failed(unit, old, new):
    """A save that cannot succeed; the file afterwards."""
    with place():
        save(unit, "run.pt", old)
        try:
            save(unit, "run.pt", new, {"schedule": lambda epoch: 0.1})
            error = ""
        except Exception as problem:
            error = type(problem).__name__
        return {"raised": error, **looked_at(unit, bytes_of("run.pt"), old)}


@probe
def saved_twice(unit, path, old, new):
    with place():
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        for weight in (old, new):
            save(unit, path, weight)
        return looked_at(unit, bytes_of(path), old)


@probe
def hostile(unit, state):
    """A checkpoint as the learner writes it, with something hostile in its notes."""
    net = chain(state)
    with place():
        unit.save_checkpoint("own.pt", net, make("momentum", net, 0.1), 1, {"note": "x"})
        try:
            content = torch.load("own.pt", weights_only=True)
        except Exception:
            content = {}
        return attacked(
            lambda path: unit.resume(path, net, make("momentum", net, 0.1)),
            lambda evil: {**content, "extra": {"note": evil}},
        )


# -------------------------------------------------------------------------------- tests


def uninterrupted(kind, state, x, y, lr, seed, epochs):
    """The training in one go, computed here."""
    with torch.random.fork_rng(devices=[]):
        net = chain(state)
        optimizer = make(kind, net, lr)
        torch.manual_seed(seed)
        train(net, optimizer, x, y, epochs)
    return dict(net.state_dict())


def task(draw):
    """Arguments for a training; its batches are not all of the same size."""
    x, y = draw.normal(10, 3), draw.normal(10, 2)
    lr, seed = draw.number(0.02, 0.1), draw.seed()
    return {"state": draw_state(draw), "x": x, "y": y, "lr": lr, "seed": seed}


def test_returns_the_epoch(observe, draw):
    """`resume` does not return the epoch that was saved."""
    for epoch in (0, 1, draw.integer(2, 10**6)):
        seen = observe(round_trip, state=draw_state(draw), epoch=epoch, path="run.pt")
        assert_equal(seen["epoch"], epoch, "what resume returns")


def test_the_network_comes_back(observe, draw):
    """After `resume`, the network has not the parameters and buffers that were saved."""
    state = draw_state(draw)
    for path in ("run.pt", f"{draw.word()}/{draw.word()}.best.pt"):
        seen = observe(round_trip, state=state, epoch=3, path=path)
        assert_equal(seen["state"], state, "the state_dict after resuming")


def test_momentum_goes_on(observe, draw):
    """The optimizer has forgotten its momentum.

    Momentum is a memory of earlier gradients, and it lives in the optimizer, not in the network.
    Save and load the optimizer's `state_dict` too.
    """
    w, lr = draw.normal(5), draw.number(0.05, 0.2)
    before, after = [draw.normal(5) for _ in range(3)], [draw.normal(5) for _ in range(2)]
    expected, velocity = w.clone(), torch.zeros(5)
    for gradient in before + after:
        velocity = 0.9 * velocity + gradient
        expected = expected - lr * velocity
    arguments = {"w": w, "before": before, "after": after, "lr": lr, "new_lr": lr}
    seen = observe(steps_around_a_checkpoint, kind="momentum", start=draw.normal(5), **arguments)
    assert_close(seen, expected, "the parameters after 3 steps, a checkpoint and 2 steps")


def test_adam_goes_on(observe, draw):
    """Adam has forgotten its averages, or how many steps it has taken."""
    w, lr = draw.normal(5), draw.number(0.05, 0.2)
    before, after = [draw.normal(5) for _ in range(3)], [draw.normal(5) for _ in range(2)]
    expected, mean, square = w.double(), torch.zeros(5).double(), torch.zeros(5).double()
    for step, gradient in enumerate(before + after, start=1):
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        root = (square / (1 - 0.999**step)).sqrt()
        expected = expected - lr * mean / (1 - 0.9**step) / (root + 1e-8)
    arguments = {"w": w, "before": before, "after": after, "lr": lr, "new_lr": lr}
    seen = observe(steps_around_a_checkpoint, kind="adam", start=draw.normal(5), **arguments)
    what = "the parameters after 3 steps of Adam, a checkpoint and 2 steps"
    assert_close(seen, expected.float(), what)


def test_a_changed_learning_rate_goes_on(observe, draw):
    """The optimizer goes on with the learning rate that it was made with, not the saved one.

    A schedule changes the rate on the way. It stands in the optimizer's `state_dict`, among the
    settings of its groups.
    """
    w, gradient = draw.normal(5), draw.normal(5)
    lr, new_lr = draw.number(0.1, 0.2), draw.number(0.01, 0.02)
    arguments = {"w": w, "before": [], "after": [gradient], "lr": lr, "new_lr": new_lr}
    seen = observe(steps_around_a_checkpoint, kind="momentum", start=draw.normal(5), **arguments)
    assert_close(seen, w - new_lr * gradient, "the parameters after the step that followed")


def test_random_numbers_go_on(observe, draw):
    """After `resume`, PyTorch's random numbers are not those that would have come next.

    From them come the next shuffle and the next dropout. Their state is
    `torch.get_rng_state()`; a seed alone starts them from the beginning.
    """
    seed, other_seed, used = draw.seed(), draw.seed(), draw.integer(3, 20)
    generator = torch.Generator().manual_seed(seed)
    torch.rand(used, generator=generator)
    expected = torch.rand(8, generator=generator)
    seen = observe(random_numbers, seed=seed, other_seed=other_seed, used=used)
    assert_equal(seen, expected, "the next random numbers")


@pytest.mark.weight(2)
def test_two_parts_equal_one_go(observe, draw):
    """Two epochs, a checkpoint and three more do not give what five in one go give, bit for bit.

    Whatever the next step depends on has to be in the file: parameters, buffers, the optimizer
    and the random numbers. The second part ran in a process that knew the file only.
    """
    for kind in ("momentum", "adam"):
        arguments = task(draw)
        expected = uninterrupted(kind, epochs=5, **arguments)
        seen = observe(in_two_parts, kind=kind, epochs=(2, 3), **arguments)
        check(seen["ended"] == 0, "Saving in a process of its own failed.")
        assert_equal(seen["state"], expected, f"the state_dict after training with {kind}")


def test_saving_changes_nothing(observe, draw):
    """A training that saves on the way gives something else than one that does not.

    Saving may change neither the network nor the optimizer, and may use up no random numbers.
    """
    arguments = task(draw)
    expected = uninterrupted("momentum", epochs=3, **arguments)
    seen = observe(saved_each_epoch, kind="momentum", epochs=3, **arguments)
    assert_equal(seen, expected, "the state_dict after training")


def test_extra_is_in_the_file(observe, draw):
    """The file does not open in the guarded way, or has no `extra` as it was given."""
    extra = {
        draw.word(): draw.number(0, 1),
        draw.word(): [draw.integer(0, 99), draw.number(0, 1)],
        "name": draw.word(),
        "best": draw.normal(3),
    }
    for notes_given in (extra, {}):
        seen = observe(notes, extra=notes_given)
        check(
            not seen["error"],
            f"torch.load(path, weights_only=True) does not open the file: {seen['error']}",
        )
        check(seen["found"], 'The file holds no dict with the key "extra".')
        assert_equal(seen["extra"], notes_given, 'what stands under "extra"')


def drawn_pair(draw):
    # 64 · 64 random float32 are 16 KiB that nothing packs into less: a limit below that always
    # cuts the new file off.
    old, new = draw.normal(64, 64), draw.normal(64, 64)
    return {"old": old, "new": new}


def check_old(seen, pair, when):
    check(not seen["error"], f"{when}, look at the old file: {seen['error']}.")
    assert_equal(seen["weight"], pair["old"], f"{when}, the weight in the file")


@pytest.mark.weight(2)
def test_a_kill_leaves_the_old_file(observe, draw):
    """A process that is killed while it saves takes the old checkpoint with it.

    Writing to `path` begins by emptying what is there. Write the new file beside it, and let it
    take the old one's place only when it is complete: `os.replace(new, path)`.
    """
    pair, path = drawn_pair(draw), f"{draw.word()}/{draw.word()}.pt"
    limits = [0, draw.integer(1, 4000), draw.integer(4001, 15000), -1, -draw.integer(5000, 9000)]
    outcomes = observe(killed, path=path, limits=limits, **pair)
    check(len(outcomes) == len(limits), "Not every save was tried.")
    for limit, seen in zip(limits, outcomes, strict=True):
        if limit == -1:
            when = "Killed before the file was complete"
        elif limit < 0:
            when = f"With a disk that is full after {-limit} bytes"
        else:
            when = f"Killed after {limit} bytes"
        if limit >= -1:
            check(seen["ended"] != 0, f"{when}, the process still ended as if all were well.")
        check_old(seen, pair, when)


def test_the_file_is_whole_at_every_moment(observe, draw):
    """There is a moment in which the file at the path is neither the old nor the new checkpoint.

    Removing or renaming the old file first leaves a gap, and copying over it takes time. Only
    `os.replace`, from the same folder, is one step.
    """
    for path in ("run.pt", f"{draw.word()}/{draw.word()}.pt"):
        pair = drawn_pair(draw)
        seen = observe(moments, path=path, **pair)
        check(len(seen) >= 2, "The file is the same before and after the second save.")
        for moment in seen:
            check(not moment["error"], f"In the middle of a save, the file: {moment['error']}.")
        check_old(seen[0], pair, "Before the second save")
        came = [moment["weight"] for moment in seen]
        assert_equal(came, [pair["old"], pair["new"]], "the list of weights in the file")


def test_a_failed_save_leaves_the_old_file(observe, draw):
    """A save that ends in an error takes the old checkpoint with it.

    `extra` held a function, which cannot be saved. That shows only after writing has begun.
    """
    pair = drawn_pair(draw)
    seen = observe(failed, **pair)
    check_old(seen, pair, "After a save that failed")


def test_saving_again_replaces_the_file(observe, draw):
    """A second save to the same path does not replace the first."""
    for path in ("run.pt", f"{draw.word()}/{draw.word()}.pt"):
        pair = drawn_pair(draw)
        seen = observe(saved_twice, path=path, **pair)
        check(not seen["error"], f"Look at the file after the second save: {seen['error']}.")
        assert_equal(seen["weight"], pair["new"], "the weight in the file")


@pytest.mark.weight(2)
def test_resuming_runs_no_code(observe, draw):
    """Resuming runs code from the file.

    What the file needs is numbers, texts, lists, dicts and tensors: the guarded way of loading
    knows all of them.
    """
    state = draw_state(draw)
    seen = observe(round_trip, state=state, epoch=1, path="run.pt")
    assert_equal(seen["state"], state, "the state_dict after resuming")
    check_refused(observe(hostile, state=state))
