"""Probes and references that several exercises of the unit share."""

import torch
from torch import nn
from torch.overrides import TorchFunctionMode

from grader.testing import check, probe


def place(net, name):
    """The tensor of a dotted name: an attribute, an item of a list or of a dict."""
    for part in name.split("."):
        if part.isdigit():
            net = net[int(part)]
        elif isinstance(net, (nn.ParameterDict, dict)):
            net = net[part]
        else:
            net = getattr(net, part)
    return net


def put(net, state):
    """Give the module these values, registered or not, in their dtype where it can take it."""
    for name, value in state.items():
        target = place(net, name)
        if target.shape != value.shape:
            raise ValueError(f"{name} has shape {tuple(target.shape)}, not {tuple(value.shape)}")
        target.data.copy_(value)
    return net


def made(unit, name, state, arguments, keywords, double):
    net = getattr(unit, name)(*arguments, **(keywords or {}))
    return put(net.double() if double else net, state)


@probe
def passed(unit, name, state, x, arguments=(), keywords=None, training=True, extra=()):
    """One pass with these values: the output, the input after it, and what it leaves behind."""
    double = x.dtype == torch.float64
    net = made(unit, name, state, arguments, keywords, double)
    net.train(training)
    x = x.clone()
    y = net(x, *extra)
    return {"y": y, "x": x, "state": {name: place(net, name).clone() for name in state}}


@probe
def across(unit, name, state, x, arguments=(), keywords=None, training=True):
    """The same for an input that does not lie in one piece: its last two dims are swapped."""
    net = made(unit, name, state, arguments, keywords, False)
    net.train(training)
    return net(x.transpose(-1, -2).clone().transpose(-1, -2))


@probe
def gradients(
    unit, name, state, x, cotangent, arguments=(), keywords=None, training=True, extra=()
):
    """The gradients of (output · cotangent).sum() at the input and at the values put in."""
    double = x.dtype == torch.float64
    net = made(unit, name, state, arguments, keywords, double)
    net.train(training)
    leaf = x.clone().requires_grad_()
    total = (net(leaf + 0, *extra) * cotangent).sum()
    if total.requires_grad:
        total.backward()
    return {"x": leaf.grad, **{name: place(net, name).grad for name in state}}


@probe
def trained(unit, name, state, batches, lr, x, arguments=(), keywords=None):
    """Some steps of SGD from these values: the output on x and the values afterwards.

    By hand: the first optimizer that a process makes costs it a second of imports.
    """
    net = made(unit, name, state, arguments, keywords, False)
    for batch, target in batches:
        loss = (net(batch) - target).square().mean()
        if loss.requires_grad:
            loss.backward()
        for parameter in net.parameters():
            if parameter.grad is not None:
                parameter.data -= lr * parameter.grad
                parameter.grad = None
    return {"state": {name: place(net, name).clone() for name in state}, "y": net(x)}


@probe
def registered(unit, name, x, arguments=(), keywords=None):
    """Names and shapes of what a module registers, before and after a pass."""
    net = getattr(unit, name)(*arguments, **(keywords or {}))
    seen = []
    for _ in range(2):
        seen.append(
            {
                "parameters": {n: tuple(p.shape) for n, p in net.named_parameters()},
                "buffers": {n: tuple(b.shape) for n, b in net.named_buffers()},
                "state": {n: tuple(v.shape) for n, v in net.state_dict().items()},
            }
        )
        net(x)
    return seen


@probe
def fresh(unit, name, seeds, x, arguments=(), keywords=None):
    """The outputs of newly made modules, each made after one of the seeds."""
    outputs = []
    for seed in seeds:
        torch.manual_seed(seed)
        net = getattr(unit, name)(*arguments, **(keywords or {}))
        net.eval()
        outputs.append(net(x))
    return outputs


@probe
def swapped(unit, name, kind, state, x, arguments=(), keywords=None):
    """A state loaded strictly into the module, on into PyTorch's own one, and back again.

    Gives each one's output on x, in evaluation, and the state at the end.
    """
    first = getattr(unit, name)(*arguments, **(keywords or {}))
    second = getattr(nn, kind)(*arguments, **(keywords or {}))
    third = getattr(unit, name)(*arguments, **(keywords or {}))
    first.load_state_dict(state, strict=True)
    second.load_state_dict(first.state_dict(), strict=True)
    third.load_state_dict(second.state_dict(), strict=True)
    outputs = [net.eval()(x) for net in (first, second, third)]
    return {"outputs": outputs, "state": dict(third.state_dict())}


@probe
def used(unit, name, x, arguments=(), keywords=None):
    """What a pass makes use of: the functions it calls, its graph's nodes, the classes it holds."""
    calls = set()

    class Functions(TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            calls.add(getattr(func, "__name__", str(func)))
            return func(*args, **(kwargs or {}))

    net = getattr(unit, name)(*arguments, **(keywords or {}))
    with Functions():
        y = net(x.clone().requires_grad_() + 0)
    nodes, waiting = set(), [y.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is not None and node not in nodes:
            nodes.add(node)
            waiting += [following for following, _ in node.next_functions]
    held = [net, *net.modules(), *(v for v in vars(net).values() if isinstance(v, nn.Module))]
    kinds = {f"{k.__module__}.{k.__qualname__}" for m in held for k in type(m).__mro__}
    return {
        "calls": sorted(calls | {node.name() for node in nodes}),
        "kinds": sorted(k for k in kinds if k.startswith("torch.")),
        "y": y,
    }


def none_of(seen, words, message):
    """Fail where the pass called, or the module holds, something with one of the words."""
    for name in seen["calls"]:
        check(not any(word in name.lower() for word in words), f"{message} (It calls {name}.)")
    for name in seen["kinds"]:
        check(not any(word in name.lower() for word in words), f"{message} (It is a {name}.)")


# The normalisations that PyTorch brings: words in the names of what a pass calls or a module
# holds, and the objects themselves.
NORMALISING = (
    *(f"{kind}_norm" for kind in ("layer", "group", "batch", "instance", "rms")),
    *(f"native{kind}norm" for kind in ("layer", "group", "batch")),
    *(f".{kind}norm" for kind in ("layer", "group", "batch", "instance", "rms")),
    "fusedrmsnorm",
)
NORMALISATIONS = (
    *(f"torch.nn.{kind}Norm" for kind in ("Layer", "Group", "RMS")),
    *(
        f"torch.nn.{kind}Norm{dims}d"
        for kind in ("Batch", "LazyBatch", "Instance", "LazyInstance")
        for dims in (1, 2, 3)
    ),
    "torch.nn.SyncBatchNorm",
    "torch.nn.modules.batchnorm._BatchNorm",
    "torch.nn.modules.batchnorm._NormBase",
    "torch.nn.modules.batchnorm._LazyNormBase",
    "torch.nn.modules.instancenorm._InstanceNorm",
    *(
        f"torch.{where}{kind}_norm"
        for where in ("", "nn.functional.", "ops.aten.")
        for kind in ("layer", "group", "batch", "instance", "rms")
    ),
    *(
        f"torch.{where}native_{kind}_norm"
        for where in ("", "ops.aten.")
        for kind in ("layer", "group", "batch")
    ),
)


def reference_gradients(function, state, x, cotangent):
    """The same gradients of a reference `function(state, x)`, computed here."""
    leaves = {name: value.clone().requires_grad_() for name, value in state.items()}
    leaf = x.clone().requires_grad_()
    (function(leaves, leaf) * cotangent).sum().backward()
    return {"x": leaf.grad, **{name: value.grad for name, value in leaves.items()}}


def reference_training(function, state, batches, lr):
    """The values after the same steps of SGD on a reference, computed here."""
    leaves = {name: value.clone().requires_grad_() for name, value in state.items()}
    for batch, target in batches:
        loss = (function(leaves, batch) - target).square().mean()
        found = torch.autograd.grad(loss, list(leaves.values()))
        with torch.no_grad():
            for leaf, gradient in zip(leaves.values(), found, strict=True):
                leaf -= lr * gradient
    return {name: leaf.detach() for name, leaf in leaves.items()}
