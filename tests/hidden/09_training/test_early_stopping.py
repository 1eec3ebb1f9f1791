import math

import torch
from torch import nn

from grader.testing import assert_close, assert_equal, check, expect_error, probe

NAN, INFINITY = math.nan, math.inf
SHAPES = {"0.weight": (2, 3), "0.bias": (2,), "1.running_mean": (2,), "1.running_var": (2,)}


def model_of(state):
    net = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2, affine=False))
    net.load_state_dict(state)
    return net


@probe
def watch(unit, values, arguments):
    """Feed values; after each: whether to stop, and the best value so far."""
    stopper, net = unit.EarlyStopping(**arguments), nn.Linear(1, 1)
    before = [stopper.best_value, stopper.best_state]
    answers = []
    for value in values:
        stop = stopper.step(value, net)
        answers.append([stop, stopper.best_value])
    return before, answers


@probe
def keep(unit, values, states, arguments, live):
    """Feed values with a model that takes on another state each time.

    Then the best state, and the model after restore; then training goes on, and once more.
    """
    stopper, net = unit.EarlyStopping(**arguments), model_of(states[0])
    for value, state in zip(values, states, strict=True):
        net.load_state_dict(state)
        stopper.step(value, net)
    net.load_state_dict(live)
    kept = {name: value.clone() for name, value in stopper.best_state.items()}
    held = list(net.parameters()) + list(net.buffers())
    restored = []
    for _ in range(2):
        stopper.restore(net)
        by_name = {name: value.clone() for name, value in net.state_dict().items()}
        restored.append([by_name, [value.detach().clone() for value in held]])
        with torch.no_grad():
            for value in held:
                value.add_(1)
    return kept, restored


@probe
def restore_early(unit, values):
    """Restore after these values; how many were taken."""
    stopper, net = unit.EarlyStopping(patience=3), nn.Linear(1, 1)
    taken = [stopper.step(value, net) for value in values]
    stopper.restore(net)
    return len(taken)


@probe
def make(unit, arguments):
    return unit.EarlyStopping(**arguments).best_value


def reference(values, patience, mode="min", min_delta=0.0):
    """What `watch` should see."""
    best, waited, answers = None, 0, []
    for value in values:
        signed = value if mode == "min" else -value
        if not math.isnan(value) and (best is None or signed < best - min_delta):
            best, waited = signed, 0
        else:
            waited += 1
        shown = best if best is None or mode == "min" else -best
        answers.append([waited >= patience, shown])
    return answers


def compare(observe, values, **arguments):
    # Eighths: sums and differences of the values are exact.
    values = [float(value) for value in values]
    _, answers = observe(watch, values=values, arguments=arguments)
    given = ", ".join(f"{name}={value!r}" for name, value in arguments.items())
    for place, (came, wanted) in enumerate(
        zip(answers, reference(values, **arguments), strict=True)
    ):
        shown = ", ".join(f"{value:g}" for value in values[: place + 1])
        what = f"of step with {given}, after the values {shown},"
        assert_equal(came[0], wanted[0], f"The result {what}")
        assert_equal(came[1], wanted[1], f"The best_value {what}")


def eighths(draw, n):
    """Different values, multiples of an eighth, in a random order."""
    return [value / 8 for value in draw.permutation(4 * n)[:n].tolist()]


def test_stops_after_patience(observe, draw):
    """It does not stop when `patience` values in a row were no improvement.

    With `patience=1` the first value that is not better stops the training.
    """
    for patience in (1, 2, 3):
        rise = [1.0 + step / 8 for step in range(patience + 1)]
        compare(observe, rise, patience=patience)
        compare(observe, eighths(draw, 16), patience=patience)


def test_an_improvement_starts_the_count_again(observe, draw):
    """All values that were no improvement are counted, and not only those in a row.

    A value that is better shows that training still helps: the patience starts anew.
    """
    compare(observe, [1, 2, 0.5, 2, 0.25, 2, 0.125, 2, 2], patience=2)
    compare(observe, [4, 5, 6, 3, 5, 6, 2, 5, 6, 7], patience=3)


def test_before_any_value(observe):
    """Before any value, `best_value` or `best_state` is not `None`."""
    before, _ = observe(watch, values=[0.5], arguments={"patience": 2})
    assert_equal(before, [None, None], "the list of best_value and best_state")


def test_a_tie_is_no_improvement(observe, draw):
    """A value equal to the best counts as an improvement.

    A loss that stays where it is would otherwise never stop the training.
    """
    value = draw.integer(1, 20) / 8
    compare(observe, [value, value, value], patience=2)
    compare(observe, [value, value, value], patience=2, mode="max")


def test_nan_is_no_improvement(observe, draw):
    """NaN counts as an improvement, or it becomes the best value.

    Every comparison with NaN is false, so `not value >= best` lets it in. From then on nothing is
    better than the best.
    """
    value = draw.integer(8, 20) / 8
    for mode in ("min", "max"):
        compare(observe, [value, NAN, NAN, NAN], patience=2, mode=mode)
        compare(observe, [value, NAN, value - 1, NAN, value + 1], patience=3, mode=mode)


def test_nan_as_the_first_value(observe, draw):
    """A NaN that comes first is taken as the best value so far, or is not counted.

    There is no best value yet, and NaN is none. It is a call without an improvement like any other.
    """
    value = draw.integer(8, 20) / 8
    compare(observe, [NAN, value, value + 1, value - 1], patience=3)
    compare(observe, [NAN, NAN, NAN], patience=2)


def test_the_first_number_is_an_improvement(observe):
    """The first value that is not NaN is not taken as the best, whatever it is.

    A best value that begins with infinity lets no infinite loss in, though that is a value too.
    """
    compare(observe, [INFINITY, 2.0, 3.0], patience=1)
    compare(observe, [-INFINITY, 2.0, 1.0], patience=1, mode="max")
    compare(observe, [0.0, 1.0, -1.0], patience=2, min_delta=0.5)


def test_mode_max(observe, draw):
    """With `mode="max"` larger values are not better."""
    compare(observe, [1, 2, 3, 2, 1], patience=2, mode="max")
    compare(observe, [1, 0, 2, 1, 3], patience=2, mode="max")
    compare(observe, eighths(draw, 16), patience=3, mode="max")


def test_min_delta(observe, draw):
    """An improvement of `min_delta` or less counts, or a larger one does not."""
    delta = draw.integer(1, 4) / 8
    for mode, sign in (("min", -1), ("max", 1)):
        values = [3.0, 3 + sign * delta, 3 + sign * (delta + 0.125), 3 + sign * (delta + 0.25)]
        compare(observe, values, patience=3, mode=mode, min_delta=delta)
        restart = [sign * value for value in (1, 0, 2, 0)]
        compare(observe, restart, patience=2, mode=mode, min_delta=delta)
        compare(observe, eighths(draw, 16), patience=4, mode=mode, min_delta=delta)


def test_small_steps_add_up(observe):
    """Values that improve bit by bit are each compared with the value before.

    What counts is the distance to the *best* value. Several small steps together make an
    improvement.
    """
    values = [3 - step / 8 for step in range(9)]
    compare(observe, values, patience=4, min_delta=0.25)


def test_goes_on_after_a_stop(observe, draw):
    """After it has said stop once, further values are not treated as before.

    It only gives advice. Whoever goes on training gets `True` until there is an improvement.
    """
    compare(observe, [1, 2, 3, 4, 0.5, 2, 3, 4], patience=2)


def states(draw, n):
    def one():
        state = draw.like(SHAPES)
        state["1.running_var"] = state["1.running_var"].abs() + 0.5
        return state | {"1.num_batches_tracked": torch.tensor(draw.integer(1, 99))}

    return [one() for _ in range(n)]


def test_best_state_is_a_copy(observe, draw):
    """`best_state` is not the state of the model at the best value.

    `state_dict()` holds the model's own tensors, and so does a dict made from it: while training
    goes on, the "best" weights change with it. Clone the tensors, or `copy.deepcopy` the whole.
    """
    values, kept = [0.75, 0.25, 0.5, NAN, 0.25], states(draw, 5)
    live = states(draw, 1)[0]
    best, _ = observe(keep, values=values, states=kept, arguments={"patience": 9}, live=live)
    assert_equal(best, kept[1], "best_state")
    best, _ = observe(
        keep, values=values, states=kept, arguments={"patience": 9, "mode": "max"}, live=live
    )
    assert_equal(best, kept[0], "best_state with mode='max'")


def test_restore(observe, draw):
    """`restore(model)` does not load the best state into the model's own tensors.

    The optimizer and everybody else hold the same parameters; new ones would be unknown to them.
    What is restored and then trained further is still kept, and can be restored again.
    """
    values, kept = [0.75, 0.25, 0.5], states(draw, 3)
    _, restored = observe(
        keep, values=values, states=kept, arguments={"patience": 2}, live=states(draw, 1)[0]
    )
    best = kept[1]
    names = [*list(SHAPES), "1.num_batches_tracked"]
    for by_name, held in restored:
        assert_equal(by_name, best, "the model's state after restore")
        assert_equal(held, [best[name] for name in names], "the list of the model's tensors")


def test_restore_without_a_best_state(observe):
    """`restore` does not raise a `RuntimeError` where there is no best state."""
    assert_close(observe(restore_early, values=[0.5]), 1, "the number of values taken")
    for values in ([], [NAN]):
        with expect_error(RuntimeError) as caught:
            observe(restore_early, values=values)
        check(caught.error.kind != "NotImplementedError", "restore is still to do.")


def test_refuses_bad_arguments(observe):
    """A `patience` below 1 or an unknown `mode` does not raise a `ValueError`."""
    assert_equal(observe(make, arguments={"patience": 1, "mode": "max"}), None, "best_value")
    for arguments in ({"patience": 0}, {"patience": -1}, {"patience": 2, "mode": "best"}):
        with expect_error(ValueError):
            observe(make, arguments=arguments)
