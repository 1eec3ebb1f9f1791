import torch
from common import (
    fresh,
    gradients,
    passed,
    reference_gradients,
    reference_training,
    registered,
    trained,
)

from grader.testing import assert_close, assert_equal, check, probe

SHAPES = {"params.0": (4, 4), "params.1": (4, 4), "params.2": (4, 4), "params.3": (4, 1)}


def reference(state, x):
    for name in SHAPES:
        x = x @ state[name]
    return x


@probe
def reloaded(unit, state, x):
    """The state of one layer, loaded strictly into another, and the kind of its list."""
    first, second = unit.MyListDense(), unit.MyListDense()
    first.load_state_dict(state, strict=True)
    second.load_state_dict(first.state_dict(), strict=True)
    kinds = [k.__name__ for k in type(second.params).__mro__]
    return {"state": dict(second.state_dict()), "y": second(x), "kinds": kinds}


def test_registers_four_parameters(observe, draw):
    """The four matrices are not registered as `params.0` to `params.3`.

    A plain list keeps them, but PyTorch does not look inside it: they are neither trained nor
    saved. An `nn.ParameterList` in the attribute `params` is what it looks into.
    """
    for seen in observe(registered, name="MyListDense", x=draw.normal(2, 4)):
        assert_equal(seen["parameters"], SHAPES, "the shapes of the parameters")
        assert_equal(seen["buffers"], {}, "the buffers")
        assert_equal(seen["state"], SHAPES, "the shapes in the state_dict")


def test_chains_all_four_in_order(observe, draw):
    """The output is not the input times each of the four matrices, from first to last."""
    state, x = draw.like(SHAPES), draw.normal(3, 4)
    seen = observe(passed, name="MyListDense", state=state, x=x)
    assert_close(seen["y"], reference(state, x))
    assert_equal(seen["x"], x, "the input after the call")


def test_nothing_between_the_matrices(observe, draw):
    """Something stands between the matrices: negative numbers do not pass as they are."""
    state = {"params.0": -torch.eye(4), "params.1": -torch.eye(4), "params.2": -torch.eye(4)}
    state["params.3"] = draw.normal(4, 1)
    x = draw.normal(5, 4)
    seen = observe(passed, name="MyListDense", state=state, x=x)
    assert_close(seen["y"], -x @ state["params.3"])


def test_parameters_are_separate(observe, draw):
    """Some of the matrices are one and the same.

    `[p] * 3` holds the same object three times: training one trains all. Make a new one for each.
    """
    state = {name: torch.zeros(shape) for name, shape in SHAPES.items()}
    state |= {name: draw.normal(4, 4) for name in ("params.0", "params.1", "params.2")}
    state["params.3"] = draw.normal(4, 1)
    seen = observe(passed, name="MyListDense", state=state, x=draw.normal(1, 4))
    assert_equal(seen["state"], state, "what the list holds after four matrices were put in")


def test_gradients_reach_every_matrix(observe, draw):
    """The gradients of the matrices are not right.

    With `.data` or `detach()` a matrix is a constant for PyTorch, and never learns.
    """
    state, x, cotangent = draw.like(SHAPES), draw.normal(6, 4), draw.normal(6, 1)
    seen = observe(gradients, name="MyListDense", state=state, x=x, cotangent=cotangent)
    expected = reference_gradients(reference, state, x, cotangent)
    assert_close(seen, expected, "the gradients")


def test_an_optimizer_trains_it(observe, draw):
    """Some steps of SGD do not change the layer as they should.

    An optimizer is given `net.parameters()`: what is registered, and nothing else.
    """
    state, x = draw.like(SHAPES), draw.normal(4, 4)
    batches = [(draw.normal(8, 4), draw.normal(8, 1)) for _ in range(3)]
    seen = observe(trained, name="MyListDense", state=state, batches=batches, lr=0.1, x=x)
    expected = reference_training(reference, state, batches, 0.1)
    assert_close(seen["state"], expected, "what the layer holds after three steps")
    assert_close(seen["y"], reference(expected, x), "the output after three steps")


def test_state_dict_round_trip(observe, draw):
    """The state cannot be loaded into another layer, or `params` is no `nn.ParameterList`."""
    state, x = draw.like(SHAPES), draw.normal(3, 4)
    seen = observe(reloaded, state=state, x=x)
    assert_equal(seen["state"], state, "the state_dict")
    assert_close(seen["y"], reference(state, x))
    check("ParameterList" in seen["kinds"], f"net.params is a {seen['kinds'][0]}.")


def test_starts_random(observe, draw):
    """The matrices do not start with random numbers that follow `torch.manual_seed`.

    Two seeds have to give two starts, and the same seed the same one.
    """
    one, other, x = draw.seed(), draw.seed(), draw.normal(4, 4)
    first, second, again = observe(fresh, name="MyListDense", seeds=[one, other, one], x=x)
    check(torch.is_tensor(first) and first.isfinite().all(), "The output is not finite.")
    assert_equal(again, first, "the output of a layer made with the same seed")
    check(not torch.equal(first, second), "Two seeds give the same matrices.")


def test_batches(observe, draw):
    """A batch of one, or an empty one, does not work."""
    for n in (1, 1, 0):
        state, x = draw.like(SHAPES), draw.normal(n, 4)
        seen = observe(passed, name="MyListDense", state=state, x=x)
        assert_close(seen["y"], reference(state, x), f"the output for a batch of {n}")


def test_float64(observe, draw):
    """A layer in float64 does not compute in float64."""
    state = {n: draw.normal(*shape, dtype=torch.float64) for n, shape in SHAPES.items()}
    x = draw.normal(4, 4, dtype=torch.float64)
    seen = observe(passed, name="MyListDense", state=state, x=x)
    assert_close(seen["y"], reference(state, x))
