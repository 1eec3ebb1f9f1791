import torch
from common import (
    NORMALISATIONS,
    NORMALISING,
    across,
    gradients,
    none_of,
    passed,
    reference_gradients,
    registered,
    swapped,
    used,
)

from grader.testing import assert_close, assert_equal, check, forbid, probe

EPS = 1e-5
FINE = {"rtol": 1e-10, "atol": 1e-12}  # what float64 keeps, and float32 has long lost


@probe
def started(unit, shape, x):
    """What a new layer holds, and what it makes of x."""
    net = unit.MyLayerNorm(shape)
    return {"state": {n: v.clone() for n, v in net.state_dict().items()}, "y": net(x)}


def reference(state, x, eps=EPS):
    dims = tuple(range(-state["weight"].ndim, 0))
    centred = x - x.mean(dims, keepdim=True)
    var = centred.square().mean(dims, keepdim=True)
    return centred / (var + eps).sqrt() * state["weight"] + state["bias"]


def affine(draw, *shape, dtype=None):
    return {name: draw.normal(*shape, dtype=dtype) for name in ("weight", "bias")}


def spread(draw, *shape, dtype=None):
    """Numbers of a sample in an order of its own: its variance is near 1, never small."""
    n = shape[-1]
    rows = torch.zeros(*shape, dtype=torch.float64).view(-1, n)
    for row in rows:
        row += torch.linspace(-1.5, 1.5, n, dtype=torch.float64)[draw.permutation(n)]
    jitter = draw.uniform(*shape, low=-0.2, high=0.2, dtype=torch.float64)
    return (rows.view(shape) + jitter).to(dtype or torch.float32)


def samples(draw, *shape, dtype=None):
    """Rows of different size and offset."""
    lead = (*shape[:-1], 1)
    size = draw.uniform(*lead, low=1, high=3, dtype=torch.float64)
    offset = draw.normal(*lead, std=2, dtype=torch.float64)
    rows = spread(draw, *shape, dtype=torch.float64) * size + offset
    return rows.to(dtype or torch.float32)


def test_each_sample_by_itself(observe, draw):
    """The mean and the variance are not those of each sample.

    They are taken over the last dimensions, never along the batch: what a sample becomes does not
    depend on the other samples. Remember `keepdim=True`, so that each sample meets its own mean.
    """
    state = affine(draw, 4)
    for n in (6, 4, 1):  # with as many samples as features a mean along the batch runs too
        x = samples(draw, n, 4)
        seen = observe(passed, name="MyLayerNorm", state=state, x=x, arguments=((4,),))
        assert_close(seen["y"], reference(state, x), f"the output for {n} samples of 4 numbers")
        assert_equal(seen["x"], x, "the input after the call")


def test_several_dimensions_together(observe, draw):
    """With a `shape` of several sizes there is not one mean for all of these dimensions together.

    `shape=(3, 4)` means that 12 numbers share one mean and one variance: neither each row by
    itself, nor one dimension after the other.
    """
    for shape, lead in [((3, 4), (5,)), ((3, 3), (3,)), ((2, 1, 3), (4,)), ((3, 4), (2, 2))]:
        state, x = affine(draw, *shape), samples(draw, *lead, *shape)
        seen = observe(passed, name="MyLayerNorm", state=state, x=x, arguments=(shape,))
        what = f"the output of shape={shape} for an input of shape {tuple(x.shape)}"
        assert_close(seen["y"], reference(state, x), what)


def test_an_int_is_one_dimension(observe, draw):
    """An int as `shape` does not mean the same as a tuple of one.

    `MyLayerNorm(5)` is `MyLayerNorm((5,))`. Ask `isinstance(shape, int)` and make a tuple of it.
    """
    state, x = affine(draw, 5), samples(draw, 3, 5)
    seen = observe(passed, name="MyLayerNorm", state=state, x=x, arguments=(5,))
    assert_close(seen["y"], reference(state, x), "the output of shape=5")


def test_biased_variance(observe, draw):
    """The variance is divided by the number of values less one.

    To normalise, the variance is the mean of the squared distances. With two numbers the
    difference is a factor of two. (`torch.var` and `torch.std` divide by one less by default.)
    """
    state, x = affine(draw, 2), samples(draw, 5, 2)
    seen = observe(passed, name="MyLayerNorm", state=state, x=x, arguments=((2,),))
    assert_close(seen["y"], reference(state, x), "the output for samples of two numbers")


def test_eps_is_added_to_the_variance(observe, draw):
    """`eps` does not stand under the root, or is not the one that was given.

    It is sqrt(var + eps). It matters where the variance is small: a sample of equal numbers has
    the variance 0, and comes out as the bias.
    """
    state, x = affine(draw, 4), samples(draw, 5, 4)
    small = spread(draw, 5, 4) * 0.003  # the variance is about 1e-5, as large as eps
    seen = observe(passed, name="MyLayerNorm", state=state, x=small, arguments=((4,),))
    # Numbers near 0 keep their digits: this is as sharp as everywhere else.
    assert_close(seen["y"], reference(state, small), "the output for numbers near 0.003")
    eps = draw.number(0.3, 0.7)
    seen = observe(
        passed, name="MyLayerNorm", state=state, x=x, arguments=((4,),), keywords={"eps": eps}
    )
    assert_close(seen["y"], reference(state, x, eps), f"the output with eps={eps:.3f}")
    equal = torch.full((2, 4), 0.5)
    seen = observe(passed, name="MyLayerNorm", state=state, x=equal, arguments=((4,),))
    assert_close(seen["y"], state["bias"].expand(2, 4), "the output for samples of equal numbers")


def test_large_numbers(observe, draw):
    """Numbers in the thousands come out wrong.

    The mean of the squares minus the square of the mean is the variance on paper. In float32 both
    are so large there that their difference has no right digit left. Take the mean away first.
    """
    state, x = affine(draw, 16), spread(draw, 8, 16) + 4000
    seen = observe(passed, name="MyLayerNorm", state=state, x=x, arguments=((16,),))
    double = {name: value.double() for name, value in state.items()}
    expected = reference(double, x.double()).float()
    # Adding 16 numbers near 4000 in float32 is off by less than 0.02, their mean by 0.0013.
    assert_close(seen["y"], expected, atol=1e-2)


def test_training_and_evaluation_are_the_same(observe, draw):
    """The layer does something else in evaluation.

    Each sample brings its own mean and variance, so there is nothing to remember from training.
    """
    state, x = affine(draw, 4), samples(draw, 5, 4)
    for training in (True, False):
        seen = observe(
            passed, name="MyLayerNorm", state=state, x=x, arguments=((4,),), training=training
        )
        what = f"the output in {'training' if training else 'evaluation'}"
        assert_close(seen["y"], reference(state, x), what)


def test_registers_weight_and_bias(observe, draw):
    """`weight` and `bias` are not registered with the shape `shape`, or something else is.

    Both are parameters, and there is no buffer. A new layer's weight is ones, its bias zeros.
    """
    for shape in [(4,), (3, 4)]:
        shapes, x = {"weight": shape, "bias": shape}, samples(draw, 2, *shape)
        for seen in observe(registered, name="MyLayerNorm", x=x, arguments=(shape,)):
            assert_equal(seen["parameters"], shapes, "the shapes of the parameters")
            assert_equal(seen["buffers"], {}, "the buffers")
            assert_equal(seen["state"], shapes, "the shapes in the state_dict")
        seen = observe(started, shape=shape, x=x)
        start = {"weight": torch.ones(shape), "bias": torch.zeros(shape)}
        assert_equal(seen["state"], start, "the state_dict of a new layer")
        assert_close(seen["y"], reference(start, x), "the output of a new layer")


def test_swaps_state_with_nn_layer_norm(observe, draw):
    """A state_dict does not go from `nn.LayerNorm` into your layer and back.

    Both need the same names with the same shapes, and nothing beside them.
    """
    state, x = affine(draw, 3, 4), samples(draw, 5, 3, 4)
    seen = observe(
        swapped, name="MyLayerNorm", kind="LayerNorm", state=state, x=x, arguments=((3, 4),)
    )
    expected = [reference(state, x)] * 3
    assert_close(seen["outputs"], expected, "the outputs (yours, theirs, yours)")
    assert_equal(seen["state"], state, "the state_dict after the round trip")


def test_gradients(observe, draw):
    """The gradients of the weight, the bias or the input are not right.

    Mean and variance depend on the input too. Under `no_grad`, or with `detach()` or `.data`, they
    are constants for PyTorch, and their part of the gradient is lost.
    """
    state, x, cotangent = affine(draw, 3, 4), samples(draw, 5, 3, 4), draw.normal(5, 3, 4)
    seen = observe(
        gradients,
        name="MyLayerNorm",
        state=state,
        x=x,
        cotangent=cotangent,
        arguments=((3, 4),),
    )
    expected = reference_gradients(reference, state, x, cotangent)
    assert_close(seen, expected, "the gradients", atol=1e-4)


def test_leading_dimensions(observe, draw):
    """An input with several leading dimensions, with none, or with an empty batch, does not work.

    Count the dimensions from the end: the last ones are normalised, however many stand before.
    """
    state = affine(draw, 5)
    for lead in [(), (1,), (0,), (2, 3), (2, 1, 3)]:
        x = samples(draw, *lead, 5)
        seen = observe(passed, name="MyLayerNorm", state=state, x=x, arguments=((5,),))
        what = f"the output for an input of shape {tuple(x.shape)}"
        assert_close(seen["y"], reference(state, x), what)
    x = samples(draw, 4, 5)
    y = observe(across, name="MyLayerNorm", state=state, x=x, arguments=((5,),))
    assert_close(y, reference(state, x), "the output for an input that does not lie in one piece")


def test_float64(observe, draw):
    """A layer in float64 does not compute in float64."""
    state, x = affine(draw, 5, dtype=torch.float64), samples(draw, 4, 5, dtype=torch.float64)
    seen = observe(passed, name="MyLayerNorm", state=state, x=x, arguments=((5,),))
    assert_close(seen["y"], reference(state, x), **FINE)


def test_does_not_use_layer_norm(observe, source, draw):
    """A normalisation that PyTorch brings does the work: layer, group, batch, instance or RMS.

    This exercise is about what it does inside. Take the mean and the variance yourself.
    """
    x = samples(draw, 6, 4)
    seen = observe(used, name="MyLayerNorm", x=x, arguments=((4,),))
    check(torch.is_tensor(seen["y"]) and seen["y"].shape == (6, 4), "The output has a wrong shape.")
    none_of(seen, NORMALISING, "PyTorch's own normalisation does the work.")
    forbid(source, *NORMALISATIONS)
