import torch
from common import (
    NORMALISATIONS,
    NORMALISING,
    across,
    gradients,
    none_of,
    passed,
    put,
    reference_gradients,
    registered,
    swapped,
    used,
)

from grader.testing import assert_close, assert_equal, check, expect_error, forbid, probe

PARAMETERS = {"weight": (4,), "bias": (4,)}
BUFFERS = {"running_mean": (4,), "running_var": (4,), "num_batches_tracked": ()}
EPS = 1e-5
FINE = {"rtol": 1e-10, "atol": 1e-12}  # what float64 keeps, and float32 has long lost


@probe
def started(unit, x):
    """What a new layer holds, and what it makes of x in evaluation."""
    net = unit.MyBatchNorm1d(x.shape[1])
    state = {name: value.clone() for name, value in net.state_dict().items()}
    return {"state": state, "y": net.eval()(x)}


@probe
def sequence(unit, state, batches, modes, keywords=None):
    """The outputs of one layer for batches in the modes named, and its values at the end."""
    net = put(unit.MyBatchNorm1d(batches[0].shape[1], **(keywords or {})), state)
    outputs = [net.train(mode)(x.clone()) for x, mode in zip(batches, modes, strict=True)]
    return {"outputs": outputs, "state": {name: getattr(net, name).clone() for name in state}}


@probe
def history(unit, state, first, second, cotangent):
    """Training on one batch, then gradients of an evaluation of another, at both."""
    net = put(unit.MyBatchNorm1d(first.shape[1]), state)
    early, later = first.clone().requires_grad_(), second.clone().requires_grad_()
    net.train()(early)
    (net.eval()(later) * cotangent).sum().backward()
    return early.grad, later.grad


def trained_on(state, x, eps=EPS):
    """The output in training."""
    mean = x.mean(0)
    var = (x - mean).square().mean(0)
    return (x - mean) / (var + eps).sqrt() * state["weight"] + state["bias"]


def evaluated(state, x, eps=EPS):
    """The output in evaluation."""
    normal = (x - state["running_mean"]) / (state["running_var"] + eps).sqrt()
    return normal * state["weight"] + state["bias"]


def moved(state, x, momentum=0.1):
    """The state after training on x."""
    mean = x.mean(0)
    unbiased = (x - mean).square().sum(0) / (len(x) - 1)
    return {
        **state,
        "running_mean": (1 - momentum) * state["running_mean"] + momentum * mean,
        "running_var": (1 - momentum) * state["running_var"] + momentum * unbiased,
    }


def affine(draw, dtype=None):
    return {name: draw.normal(4, dtype=dtype) for name in ("weight", "bias")}


def everything(draw, dtype=None):
    return {
        **affine(draw, dtype),
        "running_mean": draw.normal(4, dtype=dtype),
        "running_var": draw.uniform(4, low=0.5, high=3, dtype=dtype),
    }


def spread(draw, n, dtype=None):
    """Samples of four features, each in an order of its own; their variance is never small."""
    steps = torch.linspace(-1.5, 1.5, n, dtype=torch.float64)
    columns = [steps[draw.permutation(n)] for _ in range(4)]
    jitter = draw.uniform(n, 4, low=-0.2, high=0.2, dtype=torch.float64)
    return (torch.stack(columns, 1) + jitter).to(dtype or torch.float32)


def batch(draw, n=6, dtype=None):
    """Samples whose features differ in place and size."""
    scale, place = draw.uniform(4, low=1, high=3), draw.normal(4, std=2)
    return (spread(draw, n, torch.float64) * scale + place).to(dtype or torch.float32)


def test_output_in_training(observe, draw):
    """In training the output is not (x − mean) / sqrt(var + eps) · weight + bias of the batch.

    Mean and variance are taken over the samples, one of each for every feature: along dimension 0.
    """
    state = affine(draw)
    for n in (6, 4):  # with 4 samples of 4 features a mean along the wrong dimension runs too
        x = batch(draw, n)
        seen = observe(passed, name="MyBatchNorm1d", state=state, x=x, arguments=(4,))
        assert_close(seen["y"], trained_on(state, x), f"the output for {n} samples")
        assert_equal(seen["x"], x, "the input after the call")


def test_biased_variance_normalises(observe, draw):
    """The variance that normalises the batch is divided by N − 1.

    To normalise, the variance is the mean of the squared distances: divided by N. With two samples
    the difference is a factor of two. (`torch.var` divides by N − 1 by default.)
    """
    state, x = affine(draw), batch(draw, 2)
    seen = observe(passed, name="MyBatchNorm1d", state=state, x=x, arguments=(4,))
    assert_close(seen["y"], trained_on(state, x), "the output for two samples")


def test_running_statistics_move(observe, draw):
    """`running_mean` and `running_var` do not move towards the batch by the part `momentum`.

    The new value is (1 − momentum) · old + momentum · the batch's. The momentum is the weight of
    the *new* value.
    """
    state, x = everything(draw), batch(draw)
    for momentum in (0.1, 0.3, 1.0):
        seen = observe(
            passed,
            name="MyBatchNorm1d",
            state=state,
            x=x,
            arguments=(4,),
            keywords={"momentum": momentum},
        )
        expected = moved(state, x, momentum)
        for name in ("running_mean", "running_var"):
            what = f"{name} after a batch with momentum {momentum}"
            assert_close(seen["state"][name], expected[name], what)


def test_unbiased_variance_is_remembered(observe, draw):
    """`running_var` takes in the variance that is divided by N.

    What is remembered is to describe all data, of which the batch is a sample. So it takes the
    unbiased variance, divided by N − 1. With two samples the difference is a factor of two.
    """
    state, x = everything(draw), batch(draw, 2)
    seen = observe(passed, name="MyBatchNorm1d", state=state, x=x, arguments=(4,))
    expected = moved(state, x)["running_var"]
    assert_close(seen["state"]["running_var"], expected, "running_var after two samples")


def test_evaluation_uses_what_was_remembered(observe, draw):
    """In evaluation the output is not made with `running_mean` and `running_var`.

    In use there may be one sample only, and its result must not depend on what else is in the
    batch. So in evaluation the layer has to leave the batch's own statistics alone: look at
    `self.training`.
    """
    state = everything(draw)
    for n in (6, 1, 0):
        x = batch(draw, n)
        seen = observe(
            passed, name="MyBatchNorm1d", state=state, x=x, arguments=(4,), training=False
        )
        assert_close(seen["y"], evaluated(state, x), f"the output in evaluation for {n} samples")
        assert_equal(seen["x"], x, "the input after the call")


def test_evaluation_changes_nothing(observe, draw):
    """A call in evaluation changes what the layer remembers.

    Whoever uses a network must not change it by that.
    """
    state = everything(draw)
    state["num_batches_tracked"] = draw.integers(high=100)
    batches = [batch(draw) for _ in range(2)]
    seen = observe(sequence, state=state, batches=batches, modes=[False, False])
    assert_equal(seen["state"], state, "what the layer holds after two calls in evaluation")
    expected = [evaluated(state, x) for x in batches]
    assert_close(seen["outputs"], expected, "the list of outputs")


def test_training_then_evaluation(observe, draw):
    """After some training the output in evaluation is not right.

    Each batch in training moves the running statistics a little further, and evaluation uses where
    they have come to. In training itself they are not used.
    """
    state = everything(draw)
    batches, modes = [batch(draw) for _ in range(5)], [True, True, False, True, False]
    expected, now = [], state
    for x, training in zip(batches, modes, strict=True):
        if training:
            expected.append(trained_on(now, x))
            now = moved(now, x)
        else:
            expected.append(evaluated(now, x))
    seen = observe(sequence, state=state, batches=batches, modes=modes)
    assert_close(seen["outputs"], expected, "the list of outputs")
    assert_close(seen["state"], now, "what the layer holds at the end")


def test_counts_the_batches(observe, draw):
    """`num_batches_tracked` does not count the batches in training, those only."""
    count = draw.integers(high=100)
    batches, modes = [batch(draw) for _ in range(4)], [True, False, True, True]
    state = {"num_batches_tracked": count}
    seen = observe(sequence, state=state, batches=batches, modes=modes)
    assert_equal(seen["state"]["num_batches_tracked"], count + 3, "num_batches_tracked")


def test_registers_parameters_and_buffers(observe, draw):
    """The parameters or the buffers are not those of `nn.BatchNorm1d`.

    What is learned is a parameter; what is only remembered is a buffer (`register_buffer`): saved
    and moved with the layer, and out of the optimizer's reach. A plain attribute is neither.
    """
    for seen in observe(registered, name="MyBatchNorm1d", x=batch(draw), arguments=(4,)):
        assert_equal(seen["parameters"], PARAMETERS, "the shapes of the parameters")
        assert_equal(seen["buffers"], BUFFERS, "the shapes of the buffers")
        assert_equal(seen["state"], PARAMETERS | BUFFERS, "the shapes in the state_dict")


def test_start_values(observe, draw):
    """A new layer does not start with ones and zeros as `nn.BatchNorm1d` does."""
    x = batch(draw)
    seen = observe(started, x=x)
    expected = {
        "weight": torch.ones(4),
        "bias": torch.zeros(4),
        "running_mean": torch.zeros(4),
        "running_var": torch.ones(4),
        "num_batches_tracked": torch.tensor(0),
    }
    assert_equal(seen["state"], expected, "the state_dict of a new layer")
    assert_close(seen["y"], evaluated(expected, x), "the output of a new layer in evaluation")


def test_swaps_state_with_nn_batch_norm(observe, draw):
    """A state_dict does not go from `nn.BatchNorm1d` into your layer and back.

    Both need the same names with the same shapes, and nothing beside them.
    """
    state = everything(draw)
    state["num_batches_tracked"] = draw.integers(low=1, high=100)
    x = batch(draw)
    seen = observe(
        swapped, name="MyBatchNorm1d", kind="BatchNorm1d", state=state, x=x, arguments=(4,)
    )
    expected = [evaluated(state, x)] * 3
    assert_close(seen["outputs"], expected, "the outputs (yours, theirs, yours)")
    assert_equal(seen["state"], state, "the state_dict after the round trip")


def test_gradients_in_training(observe, draw):
    """The gradients in training are not right.

    Every sample has a part in the mean and in the variance, and so in every output. With
    `detach()`, `.data` or `no_grad` around them these parts are lost.
    """
    state, x, cotangent = affine(draw), batch(draw), draw.normal(6, 4)
    seen = observe(
        gradients, name="MyBatchNorm1d", state=state, x=x, cotangent=cotangent, arguments=(4,)
    )
    expected = reference_gradients(trained_on, state, x, cotangent)
    assert_close(seen, expected, "the gradients")


def test_no_history_in_the_buffers(observe, draw):
    """The running statistics keep the history of earlier batches.

    They are numbers to remember. If they hang on the graph of the batch that they came from, that
    graph is kept for ever, and a later gradient runs back into it. Move them under
    `torch.no_grad()`, or with `detach()`.
    """
    state, first, second = everything(draw), batch(draw), batch(draw, 3)
    cotangent = draw.normal(3, 4)
    early, later = observe(history, state=state, first=first, second=second, cotangent=cotangent)
    scale = state["weight"] / (moved(state, first)["running_var"] + EPS).sqrt()
    assert_close(later, cotangent * scale, "the gradient at the input of the evaluation")
    check(
        early is None or not early.any(),
        "A gradient of the evaluation ran back into the batch before it.",
    )


def test_eps_is_added_to_the_variance(observe, draw):
    """`eps` is not added to the variance under the root, or the one that was given is not used."""
    state, x = everything(draw), batch(draw)
    for eps in (0.5, 1e-3):
        for training, reference in [(True, trained_on), (False, evaluated)]:
            seen = observe(
                passed,
                name="MyBatchNorm1d",
                state=state,
                x=x,
                arguments=(4,),
                keywords={"eps": eps},
                training=training,
            )
            mode = "training" if training else "evaluation"
            expected = reference(state, x, eps)
            assert_close(seen["y"], expected, f"the output in {mode} with eps = {eps}")


def test_one_sample_in_training(observe, draw):
    """A batch of one sample in training does not raise a `ValueError`.

    One sample has no unbiased variance: 0 divided by 0. Without the error `running_var` becomes
    `nan` in silence, and every later evaluation with it.
    """
    x = batch(draw, 2)
    seen = observe(passed, name="MyBatchNorm1d", state={}, x=x, arguments=(4,))
    check(torch.is_tensor(seen["y"]), "The layer gives no tensor for two samples.")
    with expect_error(ValueError):
        observe(passed, name="MyBatchNorm1d", state={}, x=x[:1], arguments=(4,))


def test_large_features(observe, draw):
    """Features in the thousands come out wrong.

    The mean of the squares minus the square of the mean is the variance on paper. In float32 both
    are so large there that their difference has no right digit left. Take the mean away first.
    """
    state, x = affine(draw), spread(draw, 16) + 4000
    seen = observe(passed, name="MyBatchNorm1d", state=state, x=x, arguments=(4,))
    double = {name: value.double() for name, value in state.items()}
    expected = trained_on(double, x.double()).float()
    # Adding 16 numbers near 4000 in float32 is off by less than 0.02, their mean by 0.0013.
    assert_close(seen["y"], expected, atol=1e-2)


def test_constant_feature(observe, draw):
    """A feature that is the same in every sample does not come out as the bias.

    Its variance is 0; `eps` under the root keeps the division harmless.
    """
    state, x = affine(draw), batch(draw)
    x[:, 1], x[:, 3] = 0.5, 0.0
    seen = observe(passed, name="MyBatchNorm1d", state=state, x=x, arguments=(4,))
    assert_close(seen["y"], trained_on(state, x))


def test_input_in_pieces(observe, draw):
    """An input that does not lie in one piece in memory does not work."""
    state, x = affine(draw), batch(draw)
    y = observe(across, name="MyBatchNorm1d", state=state, x=x, arguments=(4,))
    assert_close(y, trained_on(state, x))


def test_float64(observe, draw):
    """A layer in float64 does not compute or remember in float64.

    `net.double()` converts parameters and buffers. What is kept elsewhere stays in float32.
    """
    state, x = everything(draw, torch.float64), batch(draw, dtype=torch.float64)
    seen = observe(passed, name="MyBatchNorm1d", state=state, x=x, arguments=(4,))
    assert_close(seen["y"], trained_on(state, x), "the output in training", **FINE)
    assert_close(seen["state"], moved(state, x), "what the layer holds after a batch", **FINE)
    seen = observe(passed, name="MyBatchNorm1d", state=state, x=x, arguments=(4,), training=False)
    assert_close(seen["y"], evaluated(state, x), "the output in evaluation", **FINE)


def test_does_not_use_batch_norm(observe, source, draw):
    """A normalisation that PyTorch brings does the work: batch, layer, group, instance or RMS.

    This exercise is about what it does inside. Take the mean and the variance yourself.
    """
    seen = observe(used, name="MyBatchNorm1d", x=batch(draw), arguments=(4,))
    check(torch.is_tensor(seen["y"]) and seen["y"].shape == (6, 4), "The output has a wrong shape.")
    none_of(seen, NORMALISING, "PyTorch's own normalisation does the work.")
    forbid(source, *NORMALISATIONS)
