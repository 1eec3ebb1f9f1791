import math

import torch
from common import (
    across,
    fresh,
    gradients,
    passed,
    reference_gradients,
    reference_training,
    registered,
    swapped,
    trained,
    used,
)

from grader.testing import assert_close, assert_equal, check, forbid, probe

SHAPES = {"weight": (7, 5), "bias": (7,)}
SIZES = (5, 7)

# The start values are measured, not read: what the layer gives for zeros is its bias, and for the
# rows of the identity matrix its weight. With n values drawn from U(-b, b):
# - the largest is below 0.9·b with probability 0.9^n, which is 2e-46 for n = 1000;
# - by Hoeffding's inequality the mean is off 0 by more than t with probability at most
#   2·exp(-n·t²/(2·b²)), which is 1e-10 for t = b·sqrt(2·ln(2e10)/n);
# - and the mean square is off b²/3 by more than s with probability at most 2·exp(-2·n·s²/b⁴),
#   which is 1e-10 for s = b²·sqrt(ln(2e10)/(2·n)).
# Eight of the last two kinds a run, so a right answer fails by chance in at most 8e-10 of them.
INPUTS, OUTPUTS = 40, 1000
LOG = math.log(2e10)


def reference(state, x):
    y = x @ state["weight"].T
    return y + state["bias"] if "bias" in state else y


def assert_uniform(values, bound, what):
    values = values.double()
    n, largest = values.numel(), values.abs().max().item()
    check(
        largest <= bound * (1 + 1e-4),
        f"The largest {what} at the start is {largest:.4g}; with {INPUTS} inputs the bound is "
        f"1 / sqrt({INPUTS}) = {bound:.4g}.",
    )
    check(
        largest > 0.9 * bound,
        f"The largest of {n} start values of the {what} is {largest:.4g}, far below the bound "
        f"1 / sqrt({INPUTS}) = {bound:.4g}.",
    )
    check(
        values.mean().abs() <= bound * math.sqrt(2 * LOG / n),
        f"The mean of {n} start values of the {what} is {values.mean():.4g}; it should be near 0.",
    )
    square = values.square().mean()
    check(
        (square - bound**2 / 3).abs() <= bound**2 * math.sqrt(LOG / (2 * n)),
        f"The mean square of {n} start values of the {what} is {square:.4g}; uniform numbers "
        f"between -{bound:.4g} and {bound:.4g} have {bound**2 / 3:.4g}.",
    )


@probe
def redrawn(unit, seed, value, x):
    """The outputs after reset_parameters, of a layer whose numbers were all this value."""
    torch.manual_seed(seed)
    net = unit.Linear(x.shape[1], 1000)
    for tensor in net.state_dict().values():
        tensor.fill_(value)
    before = net(x)
    net.reset_parameters()
    return before, net(x), net.weight.requires_grad


@probe
def shown(unit, inputs, outputs, bias):
    net = unit.Linear(inputs, outputs, bias=bias)
    return {
        "extra": net.extra_repr(),
        "printed": repr(net),
        "sizes": [net.in_features, net.out_features],
    }


@probe
def unbiased(unit, state, x):
    net = unit.Linear(x.shape[1], 7, bias=False)
    net.load_state_dict(state, strict=True)
    return {
        "bias": net.bias,
        "names": list(net._parameters),
        "state": {n: tuple(v.shape) for n, v in net.state_dict().items()},
        "y": net(x),
    }


def test_registers_weight_and_bias(observe, draw):
    """`weight` and `bias` are not registered, or do not have the shapes of `nn.Linear`.

    In PyTorch the weight has a row for each output: [out_features, in_features].
    """
    for seen in observe(registered, name="Linear", x=draw.normal(2, 5), arguments=SIZES):
        assert_equal(seen["parameters"], SHAPES, "the shapes of the parameters")
        assert_equal(seen["buffers"], {}, "the buffers")
        assert_equal(seen["state"], SHAPES, "the shapes in the state_dict")


def test_output(observe, draw):
    """The output is not x @ weight.T + bias."""
    state, x = draw.like(SHAPES), draw.normal(6, 5)
    seen = observe(passed, name="Linear", state=state, x=x, arguments=SIZES)
    assert_close(seen["y"], reference(state, x))
    check(torch.equal(seen["x"], x), "The input was changed. Leave it as it is.")


def test_weight_rows_are_outputs(observe, draw):
    """The weight is used the other way round.

    With as many inputs as outputs both ways run, but only `x @ weight.T` is what `nn.Linear` does.
    """
    state, x = draw.like({"weight": (4, 4), "bias": (4,)}), draw.normal(3, 4)
    seen = observe(passed, name="Linear", state=state, x=x, arguments=(4, 4))
    assert_close(seen["y"], reference(state, x))


def test_swaps_state_with_nn_linear(observe, draw):
    """A state_dict does not go from `nn.Linear` into your layer and back.

    Both need the same names with the same shapes, and nothing beside them.
    """
    state, x = draw.like(SHAPES), draw.normal(3, 5)
    seen = observe(swapped, name="Linear", kind="Linear", state=state, x=x, arguments=SIZES)
    assert_close(seen["outputs"], [reference(state, x)] * 3, "the outputs (yours, theirs, yours)")
    assert_equal(seen["state"], state, "the state_dict after the round trip")


def test_start_values(observe, draw):
    """The start values are not uniform between -1/sqrt(in_features) and 1/sqrt(in_features).

    `nn.Linear` starts so, weight and bias alike. A sum of many inputs then starts neither tiny nor
    huge, however many there are: the more inputs, the smaller the weights.
    """
    bound = 1 / math.sqrt(INPUTS)
    x = torch.cat([torch.zeros(1, INPUTS), torch.eye(INPUTS)])
    (y,) = observe(fresh, name="Linear", seeds=[draw.seed()], x=x, arguments=(INPUTS, OUTPUTS))
    check(torch.is_tensor(y) and y.shape == (INPUTS + 1, OUTPUTS), "The output has a wrong shape.")
    assert_uniform(y[0], bound, "bias")
    # A weight is the difference of two outputs, rounded at about 1e-8: far inside the 1e-4 above.
    assert_uniform(y[1:] - y[0], bound, "weight")


def test_starts_random(observe, draw):
    """The start does not follow `torch.manual_seed`.

    Draw with PyTorch's random numbers. Two seeds have to give two starts, and the same seed the
    same one.
    """
    one, other, x = draw.seed(), draw.seed(), draw.normal(4, 5)
    first, second, again = observe(
        fresh, name="Linear", seeds=[one, other, one], x=x, arguments=SIZES
    )
    assert_equal(again, first, "the output of a layer made with the same seed")
    check(not torch.equal(first, second), "Two seeds give the same start values.")


def test_reset_parameters_draws_anew(observe, draw):
    """`reset_parameters()` does not draw the weight and the bias anew.

    It brings a layer that was trained back to a fresh start, from the same bounds as `__init__`.
    """
    bound, value = 1 / math.sqrt(INPUTS), draw.number(2.0, 3.0)
    x = torch.cat([torch.zeros(1, INPUTS), torch.eye(INPUTS)])
    before, after, learns = observe(redrawn, seed=draw.seed(), value=value, x=x)
    expected = torch.full((INPUTS + 1, OUTPUTS), value) + x.sum(1, keepdim=True) * value
    assert_close(before, expected, "the output before")
    check(after.shape == before.shape, "The output has another shape afterwards.")
    assert_uniform(after[0], bound, "bias")
    assert_uniform(after[1:] - after[0], bound, "weight")
    check(learns is True, "After reset_parameters() the weight no longer requires gradients.")


def test_without_bias(observe, draw):
    """`bias=False` does not work as in `nn.Linear`.

    The name `bias` stays registered, with nothing behind it: `register_parameter("bias", None)`.
    Then `layer.bias` is None, and the state_dict holds the weight alone.
    """
    state, x = draw.like({"weight": (7, 5)}), draw.normal(4, 5)
    seen = observe(unbiased, state=state, x=x)
    assert_equal(seen["bias"], None, "layer.bias")
    assert_equal(seen["state"], {"weight": (7, 5)}, "the shapes in the state_dict")
    assert_close(seen["y"], x @ state["weight"].T)
    assert_equal(sorted(seen["names"]), ["bias", "weight"], "the names registered as parameters")


def test_prints_like_nn_linear(observe, draw):
    """The layer does not print what `nn.Linear` prints.

    `repr` of a module shows its class's name and, in brackets, what `extra_repr()` returns. It has
    to hold for any sizes, so it must be made from what `__init__` was given.
    """
    for bias in (True, False):
        inputs, outputs = draw.integer(2, 90), draw.integer(2, 90)
        seen = observe(shown, inputs=inputs, outputs=outputs, bias=bias)
        text = f"in_features={inputs}, out_features={outputs}, bias={bias}"
        assert_equal(seen["extra"], text, "extra_repr()")
        assert_equal(seen["printed"], f"Linear({text})", "repr(layer)")
        assert_equal(seen["sizes"], [inputs, outputs], "[layer.in_features, layer.out_features]")


def test_gradients(observe, draw):
    """The gradients of the weight, the bias or the input are not right."""
    state, x, cotangent = draw.like(SHAPES), draw.normal(6, 5), draw.normal(6, 7)
    seen = observe(gradients, name="Linear", state=state, x=x, cotangent=cotangent, arguments=SIZES)
    expected = reference_gradients(reference, state, x, cotangent)
    assert_close(seen, expected, "the gradients")


def test_an_optimizer_trains_it(observe, draw):
    """Some steps of SGD do not change the layer as they should."""
    state, x = draw.like(SHAPES), draw.normal(4, 5)
    batches = [(draw.normal(8, 5), draw.normal(8, 7)) for _ in range(3)]
    seen = observe(
        trained, name="Linear", state=state, batches=batches, lr=0.5, x=x, arguments=SIZES
    )
    expected = reference_training(reference, state, batches, 0.5)
    assert_close(seen["state"], expected, "what the layer holds after three steps")
    assert_close(seen["y"], reference(expected, x), "the output after three steps")


def test_leading_dimensions(observe, draw):
    """An input with more than one leading dimension, or none, or an empty batch, does not work.

    `@`, `torch.matmul` and `F.linear` work on the last dimension and keep the others as they are.
    """
    state = draw.like(SHAPES)
    for shape in [(5,), (1, 5), (0, 5), (2, 3, 5), (2, 1, 3, 5)]:
        x = draw.normal(*shape)
        seen = observe(passed, name="Linear", state=state, x=x, arguments=SIZES)
        assert_close(seen["y"], reference(state, x), f"the output for an input of shape {shape}")
    x = draw.normal(4, 5)
    y = observe(across, name="Linear", state=state, x=x, arguments=SIZES)
    assert_close(y, reference(state, x), "the output for an input that does not lie in one piece")


def test_float64(observe, draw):
    """A layer in float64 does not compute in float64."""
    state = {
        "weight": draw.normal(7, 5, dtype=torch.float64),
        "bias": draw.normal(7, dtype=torch.float64),
    }
    x = draw.normal(4, 5, dtype=torch.float64)
    seen = observe(passed, name="Linear", state=state, x=x, arguments=SIZES)
    assert_close(seen["y"], reference(state, x))


def test_does_not_use_nn_linear(observe, source, draw):
    """`nn.Linear` does the work.

    This exercise is about what `nn.Linear` does inside. Make the two parameters and compute with
    them yourself; `F.linear` may do the product.
    """
    seen = observe(used, name="Linear", x=draw.normal(2, 5), arguments=SIZES)
    for kind in seen["kinds"]:
        check(".modules.linear." not in kind, f"The layer is, or holds, a {kind}.")
    check(torch.is_tensor(seen["y"]) and seen["y"].shape == (2, 7), "The output has a wrong shape.")
    forbid(source, "torch.nn.Linear", "torch.nn.LazyLinear")
