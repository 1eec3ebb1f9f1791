from common import (
    check_follows_the_generator,
    check_is_the_weight,
    check_neighbours_stay,
    check_share,
    check_trains_on,
    check_uniform,
    filled,
)

from grader.testing import assert_equal, check

NAME = "my_init"


def weights(observe, draw, kind="plain", bias=True):
    inputs, outputs = draw.integer(150, 190), draw.integer(120, 150)
    if kind == "attention":
        outputs = inputs
    seen = observe(
        filled,
        name=NAME,
        inputs=inputs,
        outputs=outputs,
        seed=draw.seed(),
        bias=draw.normal(outputs) if bias else None,
        kind=kind,
    )
    check_is_the_weight(seen)
    assert_equal(tuple(seen["weight"].shape), (outputs, inputs), "the shape of the weight")
    return seen["weight"]


def check_gap(weight):
    small = ((weight != 0) & (weight.abs() < 5)).sum().item()
    check(
        small == 0,
        f"{small} of {weight.numel()} weights lie between -5 and 5 and are not 0.",
    )


def check_kept(weight):
    """What is kept is flat on both sides; shifted together, U(-5, 5)."""
    kept = weight[weight.abs() >= 5]
    check(len(kept) > 0, "No weight is as large as 5: these are the ones to keep.")
    check_uniform(kept - 5 * kept.sign(), -5.0, 5.0, "kept weights, each moved 5 towards 0")
    check_share((kept > 0).sum().item(), len(kept), 0.5, "positive, of those kept")


def test_small_weights_become_0(observe, draw):
    """Weights between -5 and 5 are left that are not 0.

    The mask has to be made of the same numbers that it is applied to, and its result has to be
    written back: `weight * mask` alone makes a new tensor and changes nothing. A mask from a
    second draw hits the small ones only by chance.
    """
    check_gap(weights(observe, draw))


def test_large_weights_stay(observe, draw):
    """The weights from 5 to 10, and from -10 to -5, are not there as they were drawn.

    They are the ones to keep, on both sides: the *absolute* value is compared with 5. With the
    mask the wrong way round they are the ones that go.
    """
    check_kept(weights(observe, draw))


def test_half_of_the_weights_are_0(observe, draw):
    """It is not half of the weights that are 0.

    Between -10 and 10, half of all values are closer to 0 than 5.
    """
    weight = weights(observe, draw)
    check_share((weight == 0).sum().item(), weight.numel(), 0.5, "0")


def test_subclasses_of_linear(observe, draw):
    """A layer of a class that inherits from `nn.Linear` is passed by.

    `type(m) == nn.Linear` is true for that one class only, `isinstance(m, nn.Linear)` also for
    those made from it.
    """
    for kind in ("subclass", "attention"):
        weight = weights(observe, draw, kind)
        check_gap(weight)
        check_kept(weight)


def test_without_a_bias(observe, draw):
    """A linear layer made with `bias=False` does not work. Its `bias` is `None`."""
    weight = weights(observe, draw, bias=False)
    check_gap(weight)
    check_kept(weight)


def test_other_modules_stay(observe, draw):
    """A module that is no linear layer was changed.

    Convolutions, norms and embeddings have a weight too, so ask what the module is.
    """
    check_neighbours_stay(observe, draw, NAME)


def test_can_be_trained_on(observe, draw):
    """The weight cannot be trained on: an optimizer that was made before does not move it.

    Change the parameter in place, where no graph is recorded: under `torch.no_grad()`, or through
    `.data`. A product that is put in the parameter's place is a new tensor, which the optimizer
    does not know; and if it was computed from the old one, it is no leaf.
    """
    check_trains_on(observe, draw, NAME)


def test_random_numbers_from_pytorch(observe, draw):
    """The same seed does not give the same weights, or different seeds or layers give equal ones.

    Draw from PyTorch's own generator, and leave its seed to the caller.
    """
    check_follows_the_generator(observe, draw, NAME)
