import math
import os
import tempfile
from pathlib import Path
from types import SimpleNamespace

import torch
from torch import nn

from grader.testing import assert_equal, check, expect_error, probe

NAN = math.nan
SHAPES = {"0.weight": (2, 3), "0.bias": (2,), "1.running_mean": (2,), "1.running_var": (2,)}


def model_of(state):
    net = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2, affine=False))
    net.load_state_dict(state)
    return net


@probe
def follow(unit, values, states, arguments, text=True):
    """Take a step with each value and state; after each: the answer, the best, and the file."""
    seen = []
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "best.pt") if text else Path(folder, "best.pt")
        keeper, net = unit.BestCheckpoint(path, **arguments), model_of(states[0])
        before = keeper.best_value
        for value, state in zip(values, states, strict=True):
            net.load_state_dict(state)
            answer = keeper.step(value, net)
            seen.append([answer, keeper.best_value, content(path)])
            with torch.no_grad():
                net[0].weight.add_(1)
    return before, seen


def content(path):
    """What is in the file, read as anybody would read it; a text where that does not work."""
    if not os.path.exists(path):
        return "there is no file"
    try:
        kept = torch.load(path, weights_only=True)
    except Exception as error:
        return f"torch.load(path, weights_only=True) raises {type(error).__name__}"
    if not isinstance(kept, dict):
        return f"there is a {type(kept).__name__} in it, not a state_dict"
    return dict(kept)


@probe
def untouched(unit, values, state):
    """Whether the file is written at each step: its time of change is set back before."""
    written = []
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "best.pt")
        keeper, net = unit.BestCheckpoint(path), model_of(state)
        for value in values:
            keeper.step(value, net)
            old = 1_000_000_000
            written.append(os.path.exists(path) and os.stat(path).st_mtime != old)
            if os.path.exists(path):
                os.utime(path, (old, old))
    return written


@probe
def as_callback(unit, logs, states, monitor):
    """Called as a Trainer calls it, epoch by epoch; the file at the end."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "best.pt")
        keeper = unit.BestCheckpoint(path, **monitor)
        trainer = SimpleNamespace(model=model_of(states[0]), should_stop=False)
        keeper.on_fit_start(trainer)
        for epoch, (losses, state) in enumerate(zip(logs, states, strict=True)):
            trainer.model.load_state_dict(state)
            keeper.on_epoch_end(trainer, epoch, losses)
        keeper.on_fit_end(trainer)
        return isinstance(keeper, unit.Callback), keeper.best_value, content(path)


@probe
def reloaded(unit, state, other, fresh):
    """Save one state, load it into a model with another; the model's own tensors afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "best.pt")
        keeper, net = unit.BestCheckpoint(path), model_of(state)
        keeper.step(0.5, net)
        net.load_state_dict(other)
        held = [*net.parameters(), *net.buffers()]
        if fresh:
            keeper = unit.BestCheckpoint(path)
        keeper.load(net)
        return [value.detach() for value in held], dict(net.state_dict())


@probe
def load_nothing(unit, state):
    with tempfile.TemporaryDirectory() as folder:
        unit.BestCheckpoint(os.path.join(folder, "best.pt")).load(model_of(state))


def states(draw, n):
    def one():
        state = draw.like(SHAPES)
        state["1.running_var"] = state["1.running_var"].abs() + 0.5
        return state | {"1.num_batches_tracked": torch.tensor(draw.integer(1, 99))}

    return [one() for _ in range(n)]


def compare(observe, values, kept, text=True, **arguments):
    """Hold each step to what it should do."""
    values = [float(value) for value in values]
    _, seen = observe(follow, values=values, states=kept, arguments=arguments, text=text)
    best, inside = None, "there is no file"
    for place, (value, state) in enumerate(zip(values, kept, strict=True)):
        higher = arguments.get("mode") == "max"
        better = not math.isnan(value) and (
            best is None or (value > best if higher else value < best)
        )
        if better:
            best, inside = value, state
        shown = ", ".join(f"{v:g}" for v in values[: place + 1])
        answer, best_value, file = seen[place]
        assert_equal(answer, better, f"The result of step after the values {shown}")
        assert_equal(best_value, best, f"best_value after the values {shown}")
        if isinstance(file, str) and not isinstance(inside, str):
            check(False, f"After the values {shown} the file cannot be used: {file}.")
        assert_equal(file, inside, f"What is in the file after the values {shown}")


def test_file_holds_a_state_dict(observe, draw):
    """The file does not hold a `state_dict` that `torch.load(path, weights_only=True)` reads.

    Save `model.state_dict()`, not the model. A whole model is stored as instructions for building
    it: to read it is to run code from the file, and it breaks when the class changes.
    """
    kept = states(draw, 1)
    for text in (True, False):
        _, seen = observe(follow, values=[0.5], states=kept, arguments={}, text=text)
        file = seen[0][2]
        check(not isinstance(file, str), f"After the first value the file is no use: {file}.")
        assert_equal(file, kept[0], "What is in the file")


def test_keeps_the_best_not_the_latest(observe, draw):
    """The file does not hold the state at the best value so far.

    Only a better value may overwrite it. The file is written at once, at each improvement: whatever
    happens later, the best so far is safe.
    """
    compare(observe, [0.75, 0.5, 0.625, 0.25, 1.0], states(draw, 5))
    values = [value / 8 for value in draw.permutation(20)[:8].tolist()]
    compare(observe, values, states(draw, 8))


def test_mode_max(observe, draw):
    """With `mode="max"` larger values are not better."""
    compare(observe, [0.25, 0.5, 0.375, 0.75], states(draw, 4), mode="max")


def test_a_tie_is_not_better(observe, draw):
    """A value equal to the best is taken as better."""
    value = draw.integer(1, 20) / 8
    for mode in ("min", "max"):
        compare(observe, [value, value, value], states(draw, 3), mode=mode)


def test_nan_is_not_better(observe, draw):
    """NaN is taken as a better value.

    A model whose loss is NaN is broken, and it must not overwrite a good one. As the first value it
    is no best value either.
    """
    for mode in ("min", "max"):
        compare(observe, [0.5, NAN, 0.5], states(draw, 3), mode=mode)
        compare(observe, [NAN, 0.5, NAN], states(draw, 3), mode=mode)


def test_first_number_is_the_best(observe, draw):
    """The first value that is not NaN is not the best, or `best_value` is not `None` before."""
    before, _ = observe(follow, values=[0.5], states=states(draw, 1), arguments={})
    assert_equal(before, None, "best_value before any value")
    compare(observe, [math.inf, 1.0], states(draw, 2))
    compare(observe, [0.0, 0.25], states(draw, 2))
    compare(observe, [-math.inf, 1.0], states(draw, 2), mode="max")


def test_leaves_the_file_alone(observe, draw):
    """The file is written although the value is no better.

    Writing takes time, and a crash while writing costs the file.
    """
    values = [0.5, 0.75, NAN, 0.5, 0.25]
    written = observe(untouched, values=values, state=states(draw, 1)[0])
    expected = [True, False, False, False, True]
    assert_equal(written, expected, "whether the file is written at each of 5 steps")


def test_is_a_callback(observe, draw):
    """A Trainer cannot use it as a callback that watches `logs[monitor]`.

    It inherits from `Callback` and has a method `on_epoch_end(trainer, epoch, logs)`. The model is
    `trainer.model`.
    """
    kept = states(draw, 3)
    logs = [
        {"train": 0.5, "valid": 0.75},
        {"train": 0.75, "valid": 0.25},
        {"train": 0.25, "valid": 0.5},
    ]
    for monitor, best, place in [({}, 0.25, 1), ({"monitor": "train"}, 0.25, 2)]:
        callback, value, file = observe(as_callback, logs=logs, states=kept, monitor=monitor)
        check(callback, "BestCheckpoint does not inherit from Callback.")
        assert_equal(value, best, f"best_value with {monitor or 'the default monitor'}")
        assert_equal(file, kept[place], f"what is in the file with {monitor or 'the default'}")


def test_load(observe, draw):
    """`load(model)` does not load the file's state into the model's own tensors.

    It reads the file, so it works in a new process too, where nothing was saved before.
    """
    best, other = states(draw, 2)
    names = [*list(SHAPES), "1.num_batches_tracked"]
    for fresh in (False, True):
        held, state = observe(reloaded, state=best, other=other, fresh=fresh)
        what = "with a new BestCheckpoint" if fresh else "after a step"
        assert_equal(state, best, f"the model's state ({what})")
        assert_equal(held, [best[name] for name in names], f"the model's tensors ({what})")


def test_load_without_a_file(observe, draw):
    """Where there is no file, `load` does not raise a `FileNotFoundError`."""
    with expect_error(FileNotFoundError):
        observe(load_nothing, state=states(draw, 1)[0])
