from itertools import pairwise

import torch
from torch import nn

from grader.testing import assert_close, assert_equal, check, probe


class Scale(nn.Module):
    """A leaf that is no layer of PyTorch."""

    def __init__(self, width):
        super().__init__()
        self.factors = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x * self.factors


class Backwards(nn.Module):
    """Runs its layers in another order than they were written down in."""

    def __init__(self, sizes):
        super().__init__()
        self.third = nn.Linear(sizes[2], sizes[3])
        self.second = nn.Linear(sizes[1], sizes[2])
        self.first = nn.Linear(sizes[0], sizes[1])

    def forward(self, x):
        return self.third(self.second(self.first(x)))


class Unused(nn.Module):
    """Holds a layer that it never runs, and a parameter of its own."""

    def __init__(self, sizes):
        super().__init__()
        self.spare = nn.Linear(sizes[1], sizes[2])
        self.used = nn.Linear(sizes[0], sizes[1])
        self.shift = nn.Parameter(torch.zeros(sizes[1]))

    def forward(self, x):
        return self.used(x) + self.shift


class Broken(nn.Module):
    def forward(self, x):
        raise ValueError("this network does not run")


def shown(found):
    rows, totals = found
    table = [(row.name, row.kind, tuple(row.output_shape), row.parameters) for row in rows]
    return table, (totals.trainable, totals.frozen)


@probe
def of_pictures(unit, channels, size):
    net = nn.Sequential(
        nn.Conv2d(channels[0], channels[1], 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(channels[1] * ((size - 2) // 2) ** 2, channels[2]),
    )
    return shown(unit.model_summary(net, (channels[0], size, size)))


@probe
def of_backwards(unit, sizes):
    return shown(unit.model_summary(Backwards(sizes), (sizes[0],)))


@probe
def nested(unit, sizes):
    block = nn.Sequential(nn.Linear(sizes[0], sizes[1]), nn.Sequential(Scale(sizes[1])))
    net = nn.Sequential(block, nn.Tanh(), nn.Sequential(nn.Linear(sizes[1], sizes[2])))
    return shown(unit.model_summary(net, (sizes[0],)))


@probe
def repeated(unit, channels):
    """A pool that runs twice; its second output is smaller."""
    pool = nn.MaxPool2d(2)
    net = nn.Sequential(pool, nn.Conv2d(channels, 2, 1), pool)
    return shown(unit.model_summary(net, (channels, 8, 12)))


@probe
def with_unused(unit, sizes):
    return shown(unit.model_summary(Unused(sizes), (sizes[0],)))


@probe
def partly_frozen(unit, sizes, frozen):
    net = nn.Sequential(nn.Linear(sizes[0], sizes[1]), nn.Linear(sizes[1], sizes[2]))
    for place, parameter in enumerate(net.parameters()):
        parameter.requires_grad = place not in frozen
    return shown(unit.model_summary(net, (sizes[0],)))


@probe
def sharing(unit, width):
    """One weight in two layers, one layer at two places."""
    first, other = nn.Linear(width, width), nn.Linear(width, width)
    other.weight = first.weight
    return shown(unit.model_summary(nn.Sequential(first, other, first), (width,)))


@probe
def alone(unit, inputs, outputs):
    return shown(unit.model_summary(nn.Linear(inputs, outputs), (inputs,)))


@probe
def in_float64(unit, inputs, outputs):
    net = nn.Sequential(nn.Linear(inputs, outputs), nn.ReLU()).double()
    return shown(unit.model_summary(net, (inputs,)))


def hooks_of(net):
    kinds = [name for name in vars(net) if name.endswith("_hooks")]
    there = sum(len(getattr(module, kind)) for module in net.modules() for kind in kinds)
    everywhere = vars(torch.nn.modules.module)
    return there + sum(len(everywhere[n]) for n in everywhere if n.startswith("_global_forward_"))


@probe
def hooks(unit, weight, x):
    """A network with a hook of somebody else's, which doubles what a layer gives."""
    layer = nn.Linear(weight.shape[1], weight.shape[0], bias=False)
    layer.weight.data.copy_(weight)
    net = nn.Sequential(nn.Sequential(layer), nn.Identity())
    layer.register_forward_hook(lambda module, inputs, output: 2 * output)
    before = hooks_of(net)
    rows, _ = unit.model_summary(net, (weight.shape[1],))
    counts = [len(rows)]
    y = net(x)
    nn.Sequential(layer, nn.ReLU())(x)
    counts.append(len(rows))
    return {"y": y, "rows": counts, "hooks": hooks_of(net) - before}


@probe
def after_an_error(unit, width):
    net = nn.Sequential(nn.Linear(width, width), Broken(), nn.ReLU())
    before = hooks_of(net)
    try:
        unit.model_summary(net, (width,))
    except ValueError as error:
        return str(error), hooks_of(net) - before
    return "no error came out", hooks_of(net) - before


@probe
def traces(unit, state, x, modes):
    """What of the network is as it was: values, gradients, modes; and how it runs after."""
    net = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Sequential(nn.Dropout(0.5)))
    net.load_state_dict(state)
    for module, mode in zip(net.modules(), modes, strict=True):
        module.training = mode
    unit.model_summary(net, (3,))
    found = {
        "state": dict(net.state_dict()),
        "modes": [module.training for module in net.modules()],
        "gradients": [parameter.grad for parameter in net.parameters()],
    }
    net.eval()
    return found, net(x)


def linear_rows(names, sizes):
    pairs = pairwise(sizes)
    return [(name, "Linear", (b,), (a + 1) * b) for name, (a, b) in zip(names, pairs, strict=True)]


def sizes_of(draw):
    return [draw.integer(2, 4), draw.integer(5, 9), draw.integer(10, 14), draw.integer(15, 19)]


def picture_rows(channels, size):
    a, b, c = channels
    inner = size - 2
    half = inner // 2
    flat = b * half * half
    return [
        ("0", "Conv2d", (b, inner, inner), (9 * a + 1) * b),
        ("1", "ReLU", (b, inner, inner), 0),
        ("2", "MaxPool2d", (b, half, half), 0),
        ("3", "Flatten", (flat,), 0),
        ("4", "Linear", (c,), (flat + 1) * c),
    ]


def drawn_picture(draw):
    return [draw.integer(1, 3), draw.integer(4, 6), draw.integer(2, 5)], draw.integer(9, 12)


def test_rows_of_a_chain(observe, draw):
    """The rows are not right: name, kind, output shape and number of parameters of each layer.

    The name is the one in `named_modules()`, the kind is `type(module).__name__`, and the output
    shape is that of what the layer gave while it ran.
    """
    channels, size = drawn_picture(draw)
    rows, _ = observe(of_pictures, channels=channels, size=size)
    assert_equal(rows, picture_rows(channels, size), "the list of rows")


def test_shapes_without_the_batch(observe, draw):
    """The output shapes are not those of one sample.

    The first dimension of what a layer gives is the batch, and how large that was is your
    business alone: leave it out.
    """
    channels, size = drawn_picture(draw)
    rows, _ = observe(of_pictures, channels=channels, size=size)
    wanted = [row[2] for row in picture_rows(channels, size)]
    assert_equal([row[2] for row in rows], wanted, "the output shapes")


def test_order_of_execution(observe, draw):
    """The rows stand in the order in which the layers were written down, not in which they run.

    A hook is called at the moment its layer runs: note the row there.
    """
    sizes = sizes_of(draw)
    rows, _ = observe(of_backwards, sizes=sizes)
    assert_equal(rows, linear_rows(["first", "second", "third"], sizes), "the list of rows")


def test_leaves_only(observe, draw):
    """A module with submodules has a row, or a leaf deep inside has none.

    A leaf has no submodules, whatever its class: `list(module.children())` is empty.
    """
    a, b, c, _ = sizes_of(draw)
    rows, _ = observe(nested, sizes=[a, b, c])
    wanted = [
        ("0.0", "Linear", (b,), (a + 1) * b),
        ("0.1.0", "Scale", (b,), b),
        ("1", "Tanh", (b,), 0),
        ("2.0", "Linear", (c,), (b + 1) * c),
    ]
    assert_equal(rows, wanted, "the list of rows")


def test_a_leaf_that_runs_twice_has_one_row(observe, draw):
    """A leaf that runs twice has two rows, or its row tells of the second run.

    One row a leaf, about the first time that it runs.
    """
    channels = draw.integer(3, 6)
    rows, _ = observe(repeated, channels=channels)
    wanted = [
        ("0", "MaxPool2d", (channels, 4, 6), 0),
        ("1", "Conv2d", (2, 4, 6), 2 * channels + 2),
    ]
    assert_equal(rows, wanted, "the list of rows")


def test_what_does_not_run(observe, draw):
    """A layer that never runs has a row, or its parameters are missing from the totals.

    The totals are about the whole network: they count what belongs to a layer that does not run,
    and what belongs to no leaf at all.
    """
    a, b, c, _ = sizes_of(draw)
    rows, totals = observe(with_unused, sizes=[a, b, c])
    assert_equal(rows, linear_rows(["used"], [a, b]), "the list of rows")
    assert_equal(totals, ((a + 1) * b + (b + 1) * c + b, 0), "the totals")


def test_totals_tell_trainable_from_frozen(observe, draw):
    """The totals do not tell what can be trained from what is frozen.

    `requires_grad` of each parameter says it. The rows count both.
    """
    a, b, c, _ = sizes_of(draw)
    counts = [a * b, b, b * c, c]
    frozen = draw.permutation(4)[:2].tolist()
    rows, totals = observe(partly_frozen, sizes=[a, b, c], frozen=frozen)
    off = sum(counts[place] for place in frozen)
    assert_equal(totals, (sum(counts) - off, off), "the totals")
    assert_equal(rows, linear_rows(["0", "1"], [a, b, c]), "the list of rows")


def test_a_shared_parameter_counts_once(observe, draw):
    """A parameter that two layers share counts twice in the totals.

    Each of the two rows shows it, so the totals are not the sum of the rows.
    """
    width = draw.integer(3, 9)
    rows, totals = observe(sharing, width=width)
    assert_equal(totals, (width * width + 2 * width, 0), "the totals")
    assert_equal(rows, linear_rows(["0", "1"], [width] * 3), "the list of rows")


def test_leaves_no_hook_behind(observe, draw):
    """After the call a hook of yours is still there, or somebody else's is gone.

    `register_forward_hook` gives back a handle; its `remove()` takes that one hook away. A hook
    that stays goes on working at each pass, for ever.
    """
    weight, x = draw.normal(3, 5), draw.normal(4, 5)
    seen = observe(hooks, weight=weight, x=x)
    assert_close(seen["y"], 2 * x @ weight.T, "the output, with a hook of others that doubles it")
    assert_equal(seen["hooks"], 0, "how many hooks there are more than before")
    assert_equal(seen["rows"], [2, 2], "how many rows there are, right away and after a pass")


def test_leaves_no_hook_behind_after_an_error(observe, draw):
    """The forward pass fails, and hooks stay behind, or its error does not come out.

    What stands in a `finally:` block is done in any case, and the error goes on to the caller.
    """
    message, left = observe(after_an_error, width=draw.integer(2, 6))
    assert_equal(message, "this network does not run", "the error's text")
    assert_equal(left, 0, "how many hooks there are more than before")


def test_leaves_no_other_trace(observe, draw):
    """The call changed the network: its running statistics, a gradient, or a module's mode.

    In training mode a batch norm updates its running mean at each pass: run in eval mode, without
    gradients. Then give each module its own mode back. `net.train()` is not that: it switches on
    modules that had been off.
    """
    shapes = {"0.weight": (4, 3), "0.bias": (4,), "1.weight": (4,), "1.bias": (4,)}
    state = draw.like(shapes | {"1.running_mean": (4,)})
    state["1.running_var"] = draw.uniform(4, low=0.5, high=2.0)
    state["1.num_batches_tracked"] = torch.tensor(draw.integer(3, 9))
    x = draw.normal(5, 3)
    hidden = x @ state["0.weight"].T + state["0.bias"] - state["1.running_mean"]
    hidden = hidden / (state["1.running_var"] + 1e-5).sqrt()
    wanted = hidden * state["1.weight"] + state["1.bias"]
    for modes in ([True, True, True, False, False], [True, False, True, True, True], [True] * 5):
        found, y = observe(traces, state=state, x=x, modes=modes)
        assert_equal(found["state"], state, "the state_dict after the call")
        assert_equal(found["modes"], modes, "the modules' training flags")
        assert_equal(found["gradients"], [None] * 4, "the list of gradients")
        assert_close(y, wanted, "the output in eval mode after the call")


def test_a_network_that_is_a_leaf(observe, draw):
    """A network without submodules is not its own only row, with the name ''."""
    inputs, outputs = draw.integer(2, 6), draw.integer(7, 12)
    rows, totals = observe(alone, inputs=inputs, outputs=outputs)
    assert_equal(rows, linear_rows([""], [inputs, outputs]), "the list of rows")
    assert_equal(totals, ((inputs + 1) * outputs, 0), "the totals")


def test_float64(observe, draw):
    """A network in float64 does not work: it takes a batch of its own dtype."""
    inputs, outputs = draw.integer(2, 6), draw.integer(7, 12)
    rows, totals = observe(in_float64, inputs=inputs, outputs=outputs)
    wanted = [*linear_rows(["0"], [inputs, outputs]), ("1", "ReLU", (outputs,), 0)]
    assert_equal(rows, wanted, "the list of rows")
    check(totals[1] == 0, "Nothing is frozen, but the totals say so.")
