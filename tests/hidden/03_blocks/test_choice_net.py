import torch
from common import gradients, loaded, reference_gradients, registered
from torch import nn

from grader.testing import assert_close, assert_equal, check, expect_error, probe

SHAPES = {"linear.weight": (5, 5), "linear.bias": (5,)}
FUNCTIONS = {
    "relu": lambda x: x.clamp(min=0),
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
}


def before(state, x):
    return x @ state["linear.weight"].T + state["linear.bias"]


@probe
def chosen(unit, state, x, choice):
    net = unit.ChoiceNet(x.shape[-1]).to(x.dtype)
    net.load_state_dict(state, strict=True)
    kept = x.clone()
    return net(kept, choice=choice), kept


@probe
def chosen_by_place(unit, state, x, choice):
    net = unit.ChoiceNet(x.shape[-1])
    net.load_state_dict(state, strict=True)
    return net(x, choice)


@probe
def parts(unit):
    net = unit.ChoiceNet(3)
    return {
        "children": sorted(name for name, _ in net.named_children()),
        "is_dict": isinstance(net.activations, nn.ModuleDict),
        "kinds": {name: type(part).__name__ for name, part in net.activations.items()},
        "linear": type(net.linear).__name__,
    }


@probe
def exchanged(unit, state, x):
    """Another activation in the place of relu, by whoever uses the network."""
    net = unit.ChoiceNet(x.shape[-1])
    net.load_state_dict(state, strict=True)
    net.activations["relu"] = nn.Hardtanh(-0.25, 0.25)
    return net(x), net(x, choice="relu")


@probe
def mistyped(unit, x, choice):
    return unit.ChoiceNet(x.shape[-1])(x, choice=choice)


@probe
def choice_gradients(unit, state, x, cotangent, choice):
    net = unit.ChoiceNet(x.shape[-1])
    net.load_state_dict(state, strict=True)
    (net(x, choice=choice) * cotangent).sum().backward()
    return {n: p.grad for n, p in net.named_parameters()}


def test_parts_are_registered(observe):
    """The network does not have the submodules `linear` and `activations`.

    A plain dict keeps modules too, but PyTorch does not look inside it. `nn.ModuleDict` registers
    what it holds.
    """
    seen = observe(parts)
    check(seen["is_dict"], "`activations` is not an nn.ModuleDict.")
    assert_equal(seen["children"], ["activations", "linear"], "the names of the submodules")
    kinds = {"relu": "ReLU", "tanh": "Tanh", "sigmoid": "Sigmoid"}
    assert_equal(seen["kinds"], kinds, "the activations by name")
    state = observe(registered, name="ChoiceNet", arguments=(5,))["state"]
    assert_equal(state, SHAPES, "the shapes in the state_dict")


def test_each_choice(observe, draw):
    """The output is not that of the activation that was named."""
    state = draw.like(SHAPES)
    for choice, function in FUNCTIONS.items():
        x = draw.normal(6, 5)
        y, _ = observe(chosen, state=state, x=x, choice=choice)
        assert_close(y, function(before(state, x)), f"the output for choice={choice!r}")
        y = observe(chosen_by_place, state=state, x=x, choice=choice)
        assert_close(y, function(before(state, x)), f"the output for net(x, {choice!r})")


def test_relu_is_the_default(observe, draw):
    """Without a choice the activation is not ReLU."""
    state, x = draw.like(SHAPES), draw.normal(6, 5)
    y = observe(loaded, name="ChoiceNet", state=state, x=x, arguments=(5,))["y"]
    assert_close(y, before(state, x).clamp(min=0))


def test_an_unknown_choice_names_the_choices(observe, draw):
    """An unknown choice does not raise a `KeyError` that names the three choices.

    Whoever mistypes a name should read what names there are.
    """
    word = draw.word()
    for choice in (word, "ReLU", ""):
        with expect_error(KeyError) as caught:
            observe(mistyped, x=draw.normal(2, 5), choice=choice)
        missing = [name for name in FUNCTIONS if name not in caught.message]
        check(not missing, f"The message does not name {', '.join(missing)}.")


def test_what_stands_in_activations_runs(observe, draw):
    """A module that was put into `activations` does not run.

    Look the activation up in `self.activations` when the network is called, and call what stands
    there.
    """
    state, x = draw.like(SHAPES), draw.normal(6, 5)
    for y in observe(exchanged, state=state, x=x):
        assert_close(y, before(state, x).clamp(-0.25, 0.25), "the output with a Hardtanh at 'relu'")


def test_gradients_reach_the_layer(observe, draw):
    """The gradients of the linear layer are not right."""
    state, x, cotangent = draw.like(SHAPES), draw.normal(6, 5), draw.normal(6, 5)
    relu = observe(
        gradients, name="ChoiceNet", state=state, x=x, cotangent=cotangent, arguments=(5,)
    )
    expected = reference_gradients(lambda s, v: before(s, v).clamp(min=0), state, x, cotangent)
    assert_close(relu, expected, "the gradients with relu")
    for choice in ("tanh", "sigmoid"):
        seen = observe(choice_gradients, state=state, x=x, cotangent=cotangent, choice=choice)
        function = FUNCTIONS[choice]
        expected = reference_gradients(
            lambda s, v, f=function: f(before(s, v)), state, x, cotangent
        )
        assert_close(seen, expected, f"the gradients with {choice}")


def test_shapes_and_the_input(observe, draw):
    """An input with other leading dimensions does not work, or the input was changed."""
    state = draw.like(SHAPES)
    for shape in [(5,), (1, 5), (0, 5), (2, 3, 5)]:
        x = draw.normal(*shape)
        y, after = observe(chosen, state=state, x=x, choice="tanh")
        assert_close(y, torch.tanh(before(state, x)), f"the output for an input of shape {shape}")
        assert_equal(after, x, "the input afterwards")


def test_float64(observe, draw):
    """A network in float64 does not compute in float64."""
    state = {name: value.double() for name, value in draw.like(SHAPES).items()}
    x = draw.normal(4, 5, dtype=torch.float64)
    y, _ = observe(chosen, state=state, x=x, choice="sigmoid")
    assert_close(y, torch.sigmoid(before(state, x)))
