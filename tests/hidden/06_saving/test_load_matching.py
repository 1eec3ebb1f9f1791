import copy

import torch
from common import SHAPES, draw_state, network, reference
from torch import nn

from grader.testing import assert_close, assert_equal, probe


@probe
def matched(unit, state, given, x):
    """Load into a network with this state: the lists, the state afterwards and the output."""
    net, given = network(state), copy.deepcopy(given)
    missing, unexpected, mismatched = unit.load_matching(net, given)
    net.eval()
    return {
        "missing": sorted(missing),
        "unexpected": sorted(unexpected),
        "mismatched": sorted(mismatched),
        "state": dict(net.state_dict()),
        "y": net(x),
        "given": given,
    }


@probe
def kinds(unit, given):
    """The kinds of what comes back."""
    result = unit.load_matching(nn.Linear(3, 2), copy.deepcopy(given))
    return {
        "result": isinstance(result, tuple),
        "parts": [type(part).__name__ for part in result],
    }


@probe
def trained_on(unit, weight, bias, given, x, lr):
    """A step of an optimizer that was made before the loading; what was given is looked at too."""
    net, given = nn.Linear(3, 2), copy.deepcopy(given)
    net.load_state_dict({"weight": weight, "bias": bias})
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    unit.load_matching(net, given)
    net(x).square().sum().backward()
    optimizer.step()
    return {"weight": net.weight, "bias": net.bias, "given": given}


def mixture(draw):
    """A network's state and another one's, of which part fits, and the three lists."""
    state, given = draw_state(draw), draw_state(draw)
    del given["1.weight"]
    given["3.weight"] = draw.normal(5, 4)
    given["3.bias"] = draw.normal(5)
    extra = f"{draw.word()}.weight"
    given[extra] = draw.normal(2)
    lists = {
        "missing": ["1.weight"],
        "unexpected": [extra],
        "mismatched": ["3.bias", "3.weight"],
    }
    return state, given, lists


def after(state, given):
    """The state that loading has to leave behind."""
    return {
        name: given[name] if name in given and given[name].shape == value.shape else value
        for name, value in state.items()
    }


def test_everything_is_loaded_where_everything_fits(observe, draw):
    """A state that fits in every name and shape is not loaded as a whole."""
    state, given, x = draw_state(draw), draw_state(draw), draw.normal(5, 3)
    seen = observe(matched, state=state, given=given, x=x)
    assert_equal(seen["state"], given, "the network's state afterwards")
    assert_close(seen["y"], reference(given, x))
    for which in ("missing", "unexpected", "mismatched"):
        assert_equal(seen[which], [], f"the list of {which} names")


def test_what_fits_is_loaded_and_the_rest_stays(observe, draw):
    """What fits is not loaded, or what does not fit is not left as it was."""
    state, given, _ = mixture(draw)
    x = draw.normal(5, 3)
    seen = observe(matched, state=state, given=given, x=x)
    expected = after(state, given)
    assert_equal(seen["state"], expected, "the network's state afterwards")
    assert_close(seen["y"], reference(expected, x))


def test_names_are_reported(observe, draw):
    """The names that are missing in the state, or that the network does not know, are not right.

    `missing` is seen from the network: it has the name, and the state has not. `unexpected` is
    seen from the state.
    """
    state, given, lists = mixture(draw)
    seen = observe(matched, state=state, given=given, x=draw.normal(5, 3))
    assert_equal(seen["unexpected"], lists["unexpected"], "the list of unexpected names")
    came = [name for name in seen["missing"] if name not in lists["mismatched"]]
    assert_equal(came, lists["missing"], "the list of missing names")


def test_other_shapes_are_reported_once(observe, draw):
    """A name with another shape does not stand in the third list, and only there.

    Who leaves such names out and then calls `load_state_dict(…, strict=False)` gets them reported
    as missing. They are not: the state has the name.
    """
    state, given, lists = mixture(draw)
    seen = observe(matched, state=state, given=given, x=draw.normal(5, 3))
    assert_equal(seen["mismatched"], lists["mismatched"], "the list of mismatched names")
    twice = sorted({*seen["missing"], *seen["unexpected"]} & {*lists["mismatched"]})
    assert_equal(twice, [], "the list of mismatched names that stand in another list too")


def test_as_many_elements_are_not_the_same_shape(observe, draw):
    """A tensor of another shape was loaded because it has as many elements, or can be stretched.

    `[4, 3]` is not `[3, 4]`, and `[1]` is not `[4]`: the numbers would come to stand in the wrong
    places.
    """
    state, given = draw_state(draw), draw_state(draw)
    given["0.weight"] = draw.normal(3, 4)
    given["0.bias"] = draw.normal(1, 4)
    given["1.running_mean"] = draw.normal(1)
    given["3.weight"] = draw.normal(8)
    given["3.bias"] = draw.normal()
    given["1.num_batches_tracked"] = torch.tensor([draw.integer(2, 900)])
    seen = observe(matched, state=state, given=given, x=draw.normal(5, 3))
    assert_equal(seen["state"], after(state, given), "the network's state afterwards")
    wrong = [name for name in sorted(SHAPES) if given[name].shape != state[name].shape]
    assert_equal(seen["mismatched"], wrong, "the list of mismatched names")


def test_buffers_count_too(observe, draw):
    """Buffers are not loaded, or not reported."""
    state, given = draw_state(draw), draw_state(draw)
    del given["1.running_mean"]
    given["1.running_var"] = draw.uniform(5)
    seen = observe(matched, state=state, given=given, x=draw.normal(5, 3))
    name = "1.num_batches_tracked"
    assert_equal(seen["state"][name], given[name], f"{name} afterwards")
    assert_equal(seen["missing"], ["1.running_mean"], "the list of missing names")
    assert_equal(seen["mismatched"], ["1.running_var"], "the list of mismatched names")
    assert_equal(seen["unexpected"], [], "the list of unexpected names")


def test_nothing_fits(observe, draw):
    """A state that is empty, or that holds strange names only, is not reported in full."""
    state, x = draw_state(draw), draw.normal(5, 3)
    for given in ({}, {"0": draw.normal(4, 3), "bias": draw.normal(4)}):
        seen = observe(matched, state=state, given=given, x=x)
        assert_equal(seen["state"], state, "the network's state afterwards")
        # PyTorch gives a batch norm this one by itself where the state knows no version, and does
        # not report it: an answer that uses its report is as right as one that does not.
        missing = [name for name in seen["missing"] if name != "1.num_batches_tracked"]
        expected = sorted({*SHAPES} - {"1.num_batches_tracked"})
        assert_equal(missing, expected, "the list of missing names")
        assert_equal(seen["unexpected"], sorted(given), "the list of unexpected names")
        assert_equal(seen["mismatched"], [], "the list of mismatched names")


def test_returns_three_lists(observe, draw):
    """What comes back is not a tuple of three lists."""
    given = {"weight": draw.normal(2, 3), "bias": draw.normal(5), "scale": draw.normal(1)}
    seen = observe(kinds, given=given)
    assert_equal(seen["result"], True, "whether a tuple came back")
    assert_equal(seen["parts"], ["list", "list", "list"], "the list of the parts' kinds")


def test_the_given_state_stays(observe, draw):
    """The dict that was given is changed: names are taken out, or values.

    Whoever gave it may need it once more. Build a new dict in place of taking names out of it.
    """
    state, given, _ = mixture(draw)
    seen = observe(matched, state=state, given=given, x=draw.normal(5, 3))
    assert_equal(seen["given"], given, "the state that was given, afterwards")


def test_training_goes_on(observe, draw):
    """After loading, a training step does not change the network, or it changes the given state.

    Copy values into the parameters that are there. Whoever puts the given tensors in their place
    shares memory with the state, and an optimizer that was made before trains the old ones.
    """
    weight, bias, x = draw.normal(2, 3), draw.normal(2), draw.normal(4, 3)
    given = {"weight": draw.normal(2, 3), "bias": draw.normal(5)}
    lr = draw.number(0.01, 0.1)
    leaves = [given["weight"].clone().requires_grad_(), bias.clone().requires_grad_()]
    (x @ leaves[0].T + leaves[1]).square().sum().backward()
    stepped = [leaf.detach() - lr * leaf.grad for leaf in leaves]
    arguments = {"weight": weight, "bias": bias, "given": given, "x": x, "lr": lr}
    seen = observe(trained_on, **arguments)
    assert_close(seen["weight"], stepped[0], "the weight after a step")
    assert_close(seen["bias"], stepped[1], "the bias after a step")
    assert_equal(seen["given"], given, "the state that was given, after the step")
