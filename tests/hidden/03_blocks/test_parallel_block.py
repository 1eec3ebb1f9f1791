import torch
from torch import nn

from grader.testing import assert_close, assert_equal, check, probe


@probe
def side_by_side(unit, weights, x, dim=None, repeat=False):
    """Linear branches with these weights; the same branch twice if repeat."""
    branches = []
    for weight, bias in zip(weights[::2], weights[1::2], strict=True):
        branch = nn.Linear(weight.shape[1], weight.shape[0]).to(x.dtype)
        branch.weight.data.copy_(weight)
        branch.bias.data.copy_(bias)
        branches.append(branch)
    if repeat:
        branches = [branches[0], branches[0]]
    net = unit.ParallelBlock(*branches, **({} if dim is None else {"dim": dim}))
    kept = x.clone()
    return {"y": net(kept), "x": kept, "parameters": len(list(net.parameters()))}


@probe
def registered(unit):
    net = unit.ParallelBlock(nn.Linear(2, 3), nn.Sequential(nn.Linear(2, 4)), nn.ReLU())
    return {
        "parameters": [tuple(p.shape) for p in net.parameters()],
        "state": [tuple(v.shape) for v in net.state_dict().values()],
        "modes": [m.training for m in net.eval().modules()],
    }


@probe
def reloaded(unit, values, x):
    """The state of one block, loaded strictly into another."""
    first = unit.ParallelBlock(nn.Linear(3, 2), nn.Linear(3, 4))
    second = unit.ParallelBlock(nn.Linear(3, 2), nn.Linear(3, 4))
    first.load_state_dict(dict(zip(first.state_dict(), values, strict=True)), strict=True)
    second.load_state_dict(first.state_dict(), strict=True)
    return second(x)


@probe
def parallel_gradients(unit, weights, x):
    branches = [nn.Linear(w.shape[1], w.shape[0]) for w in weights[::2]]
    net = unit.ParallelBlock(*branches)
    for parameter, value in zip(net.parameters(), weights, strict=True):
        parameter.data.copy_(value)
    x = x.clone().requires_grad_()
    net(x).square().sum().backward()
    return [p.grad for p in net.parameters()], x.grad


@probe
def pictures(unit, kernels, x, dim):
    branches = [nn.Conv2d(k.shape[1], k.shape[0], k.shape[2], bias=False) for k in kernels]
    for branch, kernel in zip(branches, kernels, strict=True):
        branch.weight.data.copy_(kernel)
    return unit.ParallelBlock(*branches, dim=dim)(x)


def outputs(weights, x):
    return [x @ w.T + b for w, b in zip(weights[::2], weights[1::2], strict=True)]


def branches(draw, inputs, *sizes):
    weights = []
    for size in sizes:
        weights += [draw.normal(size, inputs), draw.normal(size)]
    return weights


def test_each_branch_sees_the_input(observe, draw):
    """The branches do not all see the same input.

    In a chain each block gets the output of the one before it. Here every branch gets the input
    itself.
    """
    weights, x = branches(draw, 4, 4, 4), draw.normal(5, 4)
    seen = observe(side_by_side, weights=weights, x=x)
    assert_close(seen["y"], torch.cat(outputs(weights, x), dim=-1))


def test_joins_along_the_last_dimension(observe, draw):
    """The outputs are not joined along the last dimension, in the order of the branches.

    Dimension 0 is the batch: joined there, the outputs become more samples and not more features.
    """
    weights = branches(draw, 3, 2, 5, 1)
    for shape in [(4, 3), (1, 3), (0, 3), (2, 4, 3), (3,)]:
        x = draw.normal(*shape)
        seen = observe(side_by_side, weights=weights, x=x)
        expected = torch.cat(outputs(weights, x), dim=-1)
        assert_close(seen["y"], expected, f"the output for an input of shape {shape}")


def test_another_dimension(observe, draw):
    """`dim` is not the dimension along which the outputs are joined."""
    weights, x = branches(draw, 3, 2, 2), draw.normal(4, 5, 3)
    for dim in (0, 1, 2, -2):
        seen = observe(side_by_side, weights=weights, x=x, dim=dim)
        assert_close(seen["y"], torch.cat(outputs(weights, x), dim=dim), f"the output, dim={dim}")
    kernels = [draw.normal(2, 3, 3, 3), draw.normal(5, 3, 3, 3)]
    x = draw.normal(2, 3, 6, 6)
    y = observe(pictures, kernels=kernels, x=x, dim=1)
    expected = torch.cat([nn.functional.conv2d(x, k) for k in kernels], dim=1)
    assert_close(y, expected, "the output of two convolutions, dim=1")


def test_one_branch(observe, draw):
    """A single branch does not work."""
    weights, x = branches(draw, 3, 2), draw.normal(4, 3)
    seen = observe(side_by_side, weights=weights, x=x)
    assert_close(seen["y"], outputs(weights, x)[0])


def test_branches_are_registered(observe, draw):
    """The branches are not registered.

    A plain list or tuple keeps modules, but PyTorch does not look inside it: their parameters are
    not trained, saved or moved. `nn.ModuleList` and `add_module` register them.
    """
    seen = observe(registered)
    shapes = [(3, 2), (3,), (4, 2), (4,)]
    assert_equal(seen["parameters"], shapes, "the shapes of the parameters")
    assert_equal(seen["state"], shapes, "the shapes in the state_dict")
    check(not any(seen["modes"]), "`eval()` does not reach the branches.")
    values = [draw.normal(2, 3), draw.normal(2), draw.normal(4, 3), draw.normal(4)]
    x = draw.normal(5, 3)
    y = observe(reloaded, values=values, x=x)
    assert_close(y, torch.cat(outputs(values, x), dim=-1), "the output of a reloaded block")


def test_a_branch_given_twice_stands_twice(observe, draw):
    """A branch that was given twice does not stand twice in the output.

    `children()` lists every module once. An `nn.ModuleList` keeps each place.
    """
    weights, x = branches(draw, 3, 2), draw.normal(4, 3)
    seen = observe(side_by_side, weights=weights, x=x, repeat=True)
    one = outputs(weights, x)[0]
    assert_close(seen["y"], torch.cat([one, one], dim=-1))
    assert_equal(seen["parameters"], 2, "the number of parameter tensors (shared, so two)")


def test_gradients(observe, draw):
    """The gradients of the branches, or of the input, are not right."""
    weights, x = branches(draw, 3, 2, 4), draw.normal(5, 3)
    leaves = [w.clone().requires_grad_() for w in weights]
    leaf = x.clone().requires_grad_()
    torch.cat(outputs(leaves, leaf), dim=-1).square().sum().backward()
    parameters, inputs = observe(parallel_gradients, weights=weights, x=x)
    assert_close(parameters, [w.grad for w in leaves], "the gradients of the parameters")
    assert_close(inputs, leaf.grad, "the gradient of the input")


def test_input_and_dtype_stay(observe, draw):
    """The input was changed, or float64 does not stay float64."""
    weights = [w.double() for w in branches(draw, 3, 2, 2)]
    x = draw.normal(4, 3, dtype=torch.float64)
    seen = observe(side_by_side, weights=weights, x=x)
    assert_close(seen["y"], torch.cat(outputs(weights, x), dim=-1))
    assert_equal(seen["x"], x, "the input afterwards")
