import torch
from common import fresh, gradients, passed, registered

from grader.testing import assert_close, assert_equal, check, expect_error, probe

SIZES = {"linear1": (4, 4), "linear2": (4, 1), "linear3": (4, 2)}
SHAPES = {f"params.{name}": shape for name, shape in SIZES.items()}


@probe
def called_by_keyword(unit, state, x, choice):
    net = unit.MyDictDense()
    for name, value in state.items():
        net.params[name.removeprefix("params.")].data.copy_(value)
    return net(x, choice=choice)


@probe
def called_after_another(unit, state, x, choices):
    """The outputs of one network for several choices, one after the other, then by default."""
    net = unit.MyDictDense()
    for name, value in state.items():
        net.params[name.removeprefix("params.")].data.copy_(value)
    return [net(x, choice) for choice in choices] + [net(x)]


@probe
def reloaded(unit, state, x, choice):
    """The state of one layer, loaded strictly into another, and the kind of its dict."""
    first, second = unit.MyDictDense(), unit.MyDictDense()
    first.load_state_dict(state, strict=True)
    second.load_state_dict(first.state_dict(), strict=True)
    kinds = [k.__name__ for k in type(second.params).__mro__]
    return {"state": dict(second.state_dict()), "y": second(x, choice), "kinds": kinds}


def test_registers_three_parameters(observe, draw):
    """The three matrices are not registered under their names in `params`.

    A plain dict keeps them, but PyTorch does not look inside it: they are neither trained nor
    saved. An `nn.ParameterDict` in the attribute `params` is what it looks into.
    """
    for seen in observe(registered, name="MyDictDense", x=draw.normal(2, 4)):
        assert_equal(seen["parameters"], SHAPES, "the shapes of the parameters")
        assert_equal(seen["buffers"], {}, "the buffers")
        assert_equal(seen["state"], SHAPES, "the shapes in the state_dict")


def test_chooses_by_name(observe, draw):
    """The output is not the input times the matrix that was named."""
    state, x = draw.like(SHAPES), draw.normal(3, 4)
    for choice in SIZES:
        seen = observe(passed, name="MyDictDense", state=state, x=x, extra=(choice,))
        assert_close(seen["y"], x @ state[f"params.{choice}"], f"the output for {choice!r}")
        assert_equal(seen["x"], x, "the input after the call")


def test_the_choice_is_called_choice(observe, draw):
    """`net(x, choice="…")` does not work: the second argument has another name."""
    state, x = draw.like(SHAPES), draw.normal(3, 4)
    y = observe(called_by_keyword, state=state, x=x, choice="linear3")
    assert_close(y, x @ state["params.linear3"])


def test_default_is_linear1(observe, draw):
    """Without a choice it is not `linear1` that is used."""
    state, x = draw.like(SHAPES), draw.normal(3, 4)
    seen = observe(passed, name="MyDictDense", state=state, x=x)
    assert_close(seen["y"], x @ state["params.linear1"])


def test_each_call_chooses_anew(observe, draw):
    """A choice goes on into later calls.

    The choice belongs to one call. Nothing of it is kept: the next call without one uses
    `linear1` again.
    """
    state, x = draw.like(SHAPES), draw.normal(3, 4)
    choices = ["linear2", "linear3", "linear2", "linear1", "linear3"]
    seen = observe(called_after_another, state=state, x=x, choices=choices)
    expected = [x @ state[f"params.{choice}"] for choice in [*choices, "linear1"]]
    assert_close(seen, expected, "the list of outputs")


def test_unknown_name(observe, draw):
    """A name that is not in the dict is no error.

    A silent default hides the caller's slip. An `nn.ParameterDict` raises by itself where a name
    is not there.
    """
    state, x = draw.like(SHAPES), draw.normal(3, 4)
    for choice in (draw.word(), "linear4", ""):
        with expect_error((AttributeError, KeyError, ValueError)):
            observe(passed, name="MyDictDense", state=state, x=x, extra=(choice,))


def test_gradients_reach_the_chosen_matrix(observe, draw):
    """The gradients are not right: the chosen matrix has to get its own, the others none.

    With `.data` or `detach()` a matrix is a constant for PyTorch, and never learns.
    """
    state, x = draw.like(SHAPES), draw.normal(6, 4)
    for choice, shape in SIZES.items():
        cotangent = draw.normal(6, shape[1])
        seen = observe(
            gradients, name="MyDictDense", state=state, x=x, cotangent=cotangent, extra=(choice,)
        )
        expected = x.T @ cotangent
        name = f"params.{choice}"
        assert_close(seen[name], expected, f"the gradient of {name} after choosing {choice!r}")
        assert_close(seen["x"], cotangent @ state[name].T, "the gradient at the input")
        for other in SHAPES:
            idle = seen[other] is None or not seen[other].any()
            check(other == name or idle, f"{other} gets a gradient after choosing {choice!r}.")


def test_state_dict_round_trip(observe, draw):
    """The state cannot be loaded into another layer, or `params` is no `nn.ParameterDict`."""
    state, x = draw.like(SHAPES), draw.normal(3, 4)
    seen = observe(reloaded, state=state, x=x, choice="linear2")
    assert_equal(seen["state"], state, "the state_dict")
    assert_close(seen["y"], x @ state["params.linear2"])
    check("ParameterDict" in seen["kinds"], f"net.params is a {seen['kinds'][0]}.")


def test_starts_random(observe, draw):
    """The matrices do not start with random numbers that follow `torch.manual_seed`.

    Two seeds have to give two starts, and the same seed the same one.
    """
    one, other, x = draw.seed(), draw.seed(), draw.normal(4, 4)
    first, second, again = observe(fresh, name="MyDictDense", seeds=[one, other, one], x=x)
    check(torch.is_tensor(first) and first.isfinite().all(), "The output is not finite.")
    assert_equal(again, first, "the output of a layer made with the same seed")
    check(not torch.equal(first, second), "Two seeds give the same matrices.")


def test_batches(observe, draw):
    """A batch of one, or an empty one, does not work."""
    state = draw.like(SHAPES)
    for n in (1, 0):
        x = draw.normal(n, 4)
        seen = observe(passed, name="MyDictDense", state=state, x=x, extra=("linear3",))
        assert_close(seen["y"], x @ state["params.linear3"], f"the output for a batch of {n}")


def test_float64(observe, draw):
    """A layer in float64 does not compute in float64."""
    state = {n: draw.normal(*shape, dtype=torch.float64) for n, shape in SHAPES.items()}
    x = draw.normal(4, 4, dtype=torch.float64)
    seen = observe(passed, name="MyDictDense", state=state, x=x, extra=("linear2",))
    assert_close(seen["y"], x @ state["params.linear2"])
