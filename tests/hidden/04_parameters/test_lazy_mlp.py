import torch
from torch import nn

from grader.testing import assert_close, assert_equal, check, probe


class Witness(nn.Module):
    """Writes down what it sees of each pass: its factor, its input, whether a graph is built."""

    def __init__(self, factor):
        super().__init__()
        self.factor = nn.Parameter(torch.tensor(factor))
        self.passes = []

    def forward(self, x):
        y = x * self.factor
        self.passes.append((self.factor.item(), x.detach().clone(), y.requires_grad))
        return y


# ------------------------------------------------------------------------------- lazy_mlp


@probe
def before_and_after(unit, sizes):
    """Networks whose first batches have different sizes: parameters before and after."""
    nets = [unit.lazy_mlp() for _ in sizes]
    before = [type(parameter).__name__ for net in nets for parameter in net.parameters()]
    after = []
    for net, size in zip(nets, sizes, strict=True):
        net(torch.rand(2, size))
        after.append([tuple(parameter.shape) for parameter in net.parameters()])
    return before, after


@probe
def other_width(unit, first, second):
    """A batch of another width than the first one's."""
    net = unit.lazy_mlp()
    shape = tuple(net(torch.rand(2, first)).shape)
    try:
        net(torch.rand(2, second))
    except (RuntimeError, ValueError):
        return shape, "refused"
    return shape, "taken"


@probe
def lazy_output(unit, values, x, cotangent):
    net = unit.lazy_mlp()
    net(x)
    for parameter, value in zip(net.parameters(), values, strict=True):
        parameter.data.copy_(value)
    y = net(x)
    (y * cotangent).sum().backward()
    return y, [parameter.grad for parameter in net.parameters()]


# -------------------------------------------------------------------------------- dry_run
# The blocks `with torch.enable_grad()` end what a call may have switched off for the whole process.


@probe
def given_back(unit, values, x):
    """New values for the network, then a pass through what was given back."""
    with torch.enable_grad():
        net = nn.Sequential(nn.Linear(x.shape[1], 4), nn.Linear(4, 2))
        back = unit.dry_run(net, x)
        for parameter, value in zip(net.parameters(), values, strict=True):
            parameter.data.copy_(value)
        return back(x)


@probe
def witnessed(unit, factor, new, x):
    """The passes that a module sees, its factor set to `new` by the initialiser."""
    with torch.enable_grad():
        net = nn.Sequential(Witness(factor), nn.Identity())

        def init(module):
            if isinstance(module, Witness):
                module.factor.data.fill_(new)

        unit.dry_run(net, x, init)
        return net[0].passes, net[0].factor


@probe
def lazily_filled(unit, weight, bias, x):
    """Lazy layers in a block, all weights and biases set by the initialiser."""
    with torch.enable_grad():
        net = nn.Sequential(nn.LazyLinear(5), nn.Sequential(nn.ReLU(), nn.LazyLinear(3)))

        def init(module):
            if isinstance(module, nn.Linear):
                module.weight.data.fill_(weight)
                module.bias.data.fill_(bias)

        unit.dry_run(net, x, init=init)
        return net(x)


@probe
def reached(unit, x):
    """What the initialiser is called with."""
    with torch.enable_grad():
        net = nn.Sequential(nn.Linear(x.shape[1], 3), nn.Sequential(nn.Tanh(), nn.Dropout(0.0)))
        seen = []
        unit.dry_run(net, x, lambda module: seen.append(type(module).__name__))
        return seen


@probe
def without_init(unit, values, x):
    with torch.enable_grad():
        net = nn.Sequential(nn.Linear(x.shape[1], 4), nn.Linear(4, 2))
        for parameter, value in zip(net.parameters(), values, strict=True):
            parameter.data.copy_(value)
        unit.dry_run(net, x)
        return list(net.parameters()), net(x), x


@probe
def trained(unit, values, x, cotangent):
    """The gradients that there are after the call, and after a backward pass."""
    with torch.enable_grad():
        net = nn.Sequential(nn.LazyLinear(4), nn.Linear(4, 2))
        unit.dry_run(net, x)
        right_away = [parameter.grad for parameter in net.parameters()]
        for parameter, value in zip(net.parameters(), values, strict=True):
            parameter.data.copy_(value)
        (net(x) * cotangent).sum().backward()
        return right_away, [parameter.grad for parameter in net.parameters()]


def linear(values, x):
    for weight, bias in zip(values[::2], values[1::2], strict=True):
        x = x @ weight.T + bias
    return x


def hidden_relu(values, x):
    return (x @ values[0].T + values[1]).clamp(min=0) @ values[2].T + values[3]


def gradients(function, values, x, cotangent):
    leaves = [value.clone().requires_grad_() for value in values]
    (function(leaves, x) * cotangent).sum().backward()
    return [leaf.grad for leaf in leaves]


def test_lazy_the_first_batch_decides(observe, draw):
    """`lazy_mlp()` has weights before its first batch, or does not take its size from it.

    `nn.LazyLinear` is told the number of outputs only. Before the first batch its parameters have
    no shape; the first batch gives them one. Do not run the network inside the function.
    """
    sizes = [draw.integer(3, 9), draw.integer(10, 19), draw.integer(21, 40)]
    before, after = observe(before_and_after, sizes=sizes)
    wanted = [[(256, size), (256,), (10, 256), (10,)] for size in sizes]
    assert_equal(after, wanted, "the shapes after first batches of three sizes")
    assert_equal(before, ["UninitializedParameter"] * 12, "the kinds of parameter before")


def test_lazy_once_and_for_all(observe, draw):
    """After the first batch `lazy_mlp()` still takes a batch of another width.

    The first batch decides. From then on there are weights, of that size.
    """
    first = draw.integer(3, 9)
    seen = observe(other_width, first=first, second=first + draw.integer(1, 9))
    assert_equal(seen, ((2, 10), "refused"), "the first output's shape, and the second batch")


def test_lazy_output(observe, draw):
    """The output of `lazy_mlp()`, or its gradients, are not right.

    Three modules: a lazy layer with 256 outputs, a ReLU, a lazy layer with 10 outputs.
    """
    size = draw.integer(3, 9)
    values = draw.linear_chain(size, 256, 10)
    x, cotangent = draw.normal(4, size), draw.normal(4, 10)
    y, found = observe(lazy_output, values=values, x=x, cotangent=cotangent)
    assert_close(y, hidden_relu(values, x))
    assert_close(found, gradients(hidden_relu, values, x, cotangent), "the list of gradients")


def test_dry_run_gives_the_network_back(observe, draw):
    """`dry_run` does not give back the network that it was given.

    Not the output, not nothing: the same network, so that `net = dry_run(net, x)` can be written.
    """
    values, x = draw.linear_chain(3, 4, 2), draw.normal(5, 3)
    assert_close(observe(given_back, values=values, x=x), linear(values, x))


def test_dry_run_makes_one_pass(observe, draw):
    """`dry_run` does not pass x through the network exactly once."""
    factor, new, x = draw.number(2.0, 3.0), draw.number(5.0, 9.0), draw.normal(4, 3)
    passes, _ = observe(witnessed, factor=factor, new=new, x=x)
    assert_equal(len(passes), 1, "the number of passes")
    assert_equal(passes[0][1], x, "what was passed through")


def test_dry_run_initialises_after_the_pass(observe, draw):
    """`init` is not applied after the pass, but before it or not at all.

    A lazy layer has nothing to fill before its first batch has come. So first the pass, then the
    initialiser.
    """
    factor, new, x = draw.number(2.0, 3.0), draw.number(5.0, 9.0), draw.normal(4, 3)
    passes, after = observe(witnessed, factor=factor, new=new, x=x)
    check(len(passes) > 0, "Nothing was passed through the network.")
    assert_close(passes[0][0], factor, "the parameter during the pass")
    assert_close(after, torch.tensor(new), "the parameter after the call")


def test_dry_run_initialises_lazy_layers(observe, draw):
    """The lazy layers of a network are not filled by `init`.

    `net.apply(init)` calls `init` for every module, also in blocks inside the network.
    """
    weight, bias, x = draw.number(0.1, 0.9), draw.number(0.1, 0.9), draw.uniform(4, 3)
    layer = (x.sum(1, keepdim=True) * weight + bias).clamp(min=0)
    wanted = (5 * weight * layer + bias).expand(4, 3).contiguous()
    seen = observe(lazily_filled, weight=weight, bias=bias, x=x)
    assert_close(seen, wanted)


def test_dry_run_applies_to_every_module(observe, draw):
    """`init` is not called for every module once, as `net.apply` does.

    It is called from the innermost modules out, and for the network itself at the end. Do not call
    `init(net)` yourself: that is one call, with the whole network.
    """
    wanted = ["Linear", "Tanh", "Dropout", "Sequential", "Sequential"]
    seen = observe(reached, x=draw.normal(2, draw.integer(2, 6)))
    assert_equal(seen, wanted, "the kinds of modules that `init` got")


def test_dry_run_builds_no_graph(observe, draw):
    """The pass builds a graph.

    A dry run is for the shapes alone; the graph would take memory for nothing. Run it under
    `torch.no_grad()`.
    """
    factor, new, x = draw.number(2.0, 3.0), draw.number(5.0, 9.0), draw.normal(4, 3)
    passes, _ = observe(witnessed, factor=factor, new=new, x=x)
    assert_equal([p[2] for p in passes], [False], "whether the output asked for a gradient")


def test_dry_run_can_be_trained_after(observe, draw):
    """After `dry_run` the network holds gradients, or cannot be trained.

    `with torch.no_grad():` switches gradients off for its block only. `torch.set_grad_enabled` as
    a plain call leaves them off for everybody, and under `torch.inference_mode()` lazy layers make
    weights that can never be trained.
    """
    values, x, cotangent = draw.linear_chain(3, 4, 2), draw.normal(5, 3), draw.normal(5, 2)
    right_away, found = observe(trained, values=values, x=x, cotangent=cotangent)
    assert_equal(right_away, [None] * 4, "the list of gradients after the call")
    assert_close(found, gradients(linear, values, x, cotangent), "the list of gradients")


def test_dry_run_without_init(observe, draw):
    """Without `init`, `dry_run` fails, or changes the network or x."""
    values, x = draw.linear_chain(3, 4, 2), draw.normal(5, 3)
    kept, y, given = observe(without_init, values=values, x=x)
    assert_equal(kept, values, "the list of parameters")
    assert_equal(given, x, "x after the call")
    assert_close(y, linear(values, x))
