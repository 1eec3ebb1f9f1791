"""What you can check yourself before you hand in. Read it: a check says what is wanted."""

from collections import OrderedDict

import pytest
import torch
from torch import nn

from grader.testing import assert_close, assert_equal, check


def two_layers():
    return nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))


@pytest.mark.exercise("parameter_table")
def test_parameter_table_worked_example(unit):
    """The table of the worked example does not come out."""
    net = two_layers()
    net[2].bias.requires_grad = False
    expected = [
        ("0.weight", (3, 2), True),
        ("0.bias", (3,), True),
        ("2.weight", (1, 3), True),
        ("2.bias", (1,), False),
    ]
    table = [(name, tuple(shape), on) for name, shape, on in unit.parameter_table(net)]
    assert_equal(table, expected, "the table")


@pytest.mark.exercise("parameter_table")
def test_parameter_table_leaves_buffers_out(unit):
    """A batch norm's running mean stands in the table, or its weight does not."""
    names = [row[0] for row in unit.parameter_table(nn.BatchNorm1d(4))]
    assert_equal(names, ["weight", "bias"], "the names in the table")


@pytest.mark.exercise("get_parameter")
def test_get_parameter_walks_the_dots(unit):
    """A path does not lead to the parameter itself."""
    inner = nn.Sequential(nn.Linear(2, 3))
    net = nn.Sequential(nn.Sequential(OrderedDict(block1=inner)))
    for path, expected in [
        ("0.block1.0.bias", inner[0].bias),
        ("0.block1.0.weight", inner[0].weight),
    ]:
        check(unit.get_parameter(net, path) is expected, f"{path} leads to something else.")


@pytest.mark.exercise("get_parameter")
def test_get_parameter_refuses_a_module(unit):
    """The path of a module, or one that leads nowhere, does not raise an `AttributeError`."""
    for path in ("0", "0.wait", "7.weight"):
        try:
            unit.get_parameter(two_layers(), path)
        except AttributeError:
            continue
        check(False, f"The path {path} raised no AttributeError.")


@pytest.mark.exercise("count_parameters")
def test_count_parameters_worked_example(unit):
    """The counts of the worked example do not come out."""
    net = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8))
    assert_equal(unit.count_parameters(net[0]), 40, "the count of nn.Linear(4, 8)")
    assert_equal(unit.count_parameters(net), 56, "the count with the batch norm")
    net[0].weight.requires_grad = False
    assert_equal(unit.count_parameters(net, trainable_only=True), 24, "the trainable ones")


@pytest.mark.exercise("count_parameters")
def test_count_parameters_shared_once(unit):
    """A layer at two places counts twice."""
    layer = nn.Linear(3, 3)
    assert_equal(unit.count_parameters(nn.Sequential(layer, layer)), 12, "the count")


@pytest.mark.exercise("freeze")
def test_freeze_worked_example(unit):
    """The worked example does not come out: 'conv' is not 'conv2'."""
    net = nn.Sequential(OrderedDict(conv=nn.Linear(2, 2), conv2=nn.Linear(2, 2)))
    calls = [unit.freeze(net, prefix) for prefix in ("conv", "conv", "conv2.bias")]
    assert_equal(calls, [2, 0, 1], "the list of what three calls gave")
    trainable = [name for name, p in net.named_parameters() if p.requires_grad]
    assert_equal(trainable, ["conv2.weight"], "what can still be trained")


@pytest.mark.exercise("freeze")
def test_freeze_by_a_second_name(unit):
    """A shared parameter is not found under its second name."""
    layer = nn.Linear(2, 2)
    net = nn.Sequential(layer, nn.ReLU(), layer)
    assert_equal(unit.freeze(net, "2"), 2, "what the call gave")
    check(not layer.weight.requires_grad, "The shared weight can still be trained.")


@pytest.mark.exercise("init_normal")
def test_init_normal_fills(unit):
    """The weights or the bias are far from what they should be."""
    torch.manual_seed(0)
    layer = nn.Linear(100, 50)
    layer.apply(unit.init_normal)
    check(0.009 < layer.weight.std() < 0.011, "The standard deviation is not near 0.01.")
    assert_equal(layer.bias.detach(), torch.zeros(50), "the bias")


@pytest.mark.exercise("init_normal")
def test_init_normal_knows_linear_layers(unit):
    """A subclass of nn.Linear is passed by, bias=False fails, or another module is changed."""
    torch.manual_seed(0)
    out = nn.MultiheadAttention(32, 1, bias=False).out_proj
    out.apply(unit.init_normal)
    check(out.weight.std() < 0.011, "The last layer of nn.MultiheadAttention was passed by.")
    norm = nn.LayerNorm(4)
    norm.apply(unit.init_normal)
    assert_equal(norm.weight.detach(), torch.ones(4), "the weight of nn.LayerNorm(4)")


@pytest.mark.exercise("init_constant")
def test_init_constant_worked_example(unit):
    """The worked example does not come out: both outputs should be 3."""
    net = nn.Linear(3, 2)
    net.apply(unit.init_constant(0.5))
    assert_close(net(torch.tensor([1.0, 2.0, 3.0])), torch.tensor([3.0, 3.0]), "the outputs")


@pytest.mark.exercise("init_constant")
def test_init_constant_keeps_its_value(unit):
    """A second function changes what the first one does."""
    first, layer = unit.init_constant(2.0), nn.Linear(2, 1, bias=False)
    unit.init_constant(7.0)
    layer.apply(first)
    assert_equal(layer.weight.detach(), torch.tensor([[2.0, 2.0]]), "the weight")


@pytest.mark.exercise("init_per_block")
def test_init_per_block_worked_example(unit):
    """The worked example does not come out."""
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    biases = net[0].bias.detach().clone(), net[2].bias.detach().clone()
    unit.init_per_block(net)
    largest = net[0].weight.abs().max().item()
    check(0.5 < largest < 0.7072, f"The first layer's largest weight is {largest:.4f}.")
    assert_equal(net[2].weight.detach(), torch.full((1, 8), 42.0), "the last layer's weight")
    assert_equal((net[0].bias.detach(), net[2].bias.detach()), biases, "the biases")


@pytest.mark.exercise("init_per_block")
def test_init_per_block_finds_the_layers(unit):
    """In a nested network the first and the last linear layer are not found."""
    inner = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3), nn.Linear(3, 2))
    between = inner[1].weight.detach().clone()
    unit.init_per_block(nn.Sequential(nn.Flatten(), inner, nn.ReLU()))
    assert_equal(inner[2].weight.detach(), torch.full((2, 3), 42.0), "the last layer's weight")
    assert_equal(inner[1].weight.detach(), between, "the weight of the layer between")


@pytest.mark.exercise("my_init")
def test_my_init_leaves_a_gap(unit):
    """There are weights between -5 and 5 that are not 0, or no others are left."""
    torch.manual_seed(0)
    layer = nn.Linear(40, 30)
    layer.apply(unit.my_init)
    sizes = layer.weight.detach().abs()
    check(((sizes == 0) | (sizes >= 5)).all(), "A weight lies between -5 and 5 and is not 0.")
    check(sizes.max() <= 10, "A weight lies beyond 10.")
    zeros = (sizes == 0).sum().item()
    check(480 < zeros < 720, f"{zeros} of 1200 weights are 0; about half should be.")


@pytest.mark.exercise("my_init")
def test_my_init_stays_trainable(unit):
    """The weight is not the same parameter as before."""
    layer = nn.Linear(4, 3)
    weight = layer.weight
    layer.apply(unit.my_init)
    check(layer.weight is weight, "Another tensor took the parameter's place.")
    check(weight.is_leaf and weight.requires_grad, "The weight cannot be trained any more.")


@pytest.mark.exercise("set_first_row")
def test_set_first_row_worked_example(unit):
    """The worked example does not come out, or the weight is not the same parameter any more."""
    linear = nn.Linear(2, 2)
    linear.weight.data = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    weight = linear.weight
    unit.set_first_row(linear, 9)
    assert_equal(linear.weight.detach(), torch.tensor([[9.0, 9.0], [3.0, 4.0]]), "the weight")
    check(linear.weight is weight, "Another tensor took the parameter's place.")


@pytest.mark.exercise("set_first_row")
def test_set_first_row_trains_on(unit):
    """An optimizer that was made before does not move the weight any more."""
    linear = nn.Linear(2, 2)
    held = linear.weight  # what an optimizer holds that was made before
    unit.set_first_row(linear, 5.0)
    linear(torch.ones(1, 2)).sum().backward()
    check(held.grad is not None, "The weight that was there before gets no gradient any more.")
    with torch.no_grad():
        held -= held.grad
    assert_close(linear.weight[0].detach(), torch.tensor([4.0, 4.0]), "row 0 after a step")


@pytest.mark.exercise("tied_mlp")
def test_tied_mlp_shares_one_layer(unit):
    """Places 2 and 4 do not hold one object, or the network has not 121 numbers to learn."""
    net = unit.tied_mlp()
    check(net[2] is net[4], "net[2] is not net[4].")
    assert_equal(sum(p.numel() for p in net.parameters()), 121, "the numbers to learn")


@pytest.mark.exercise("tied_mlp")
def test_tied_mlp_shapes(unit):
    """The network does not turn [N, 4] into [N, 1], or two networks share a layer."""
    net = unit.tied_mlp()
    assert_equal(tuple(net(torch.rand(3, 4)).shape), (3, 1), "the shape of the output")
    check(net[2] is not unit.tied_mlp()[2], "Two networks have the same shared layer.")


def tied_network():
    torch.manual_seed(0)
    shared = nn.Linear(8, 8)
    blocks = [nn.Linear(4, 8), nn.ReLU(), shared, nn.ReLU(), shared, nn.ReLU(), nn.Linear(8, 1)]
    return nn.Sequential(*blocks)


@pytest.mark.exercise("tied_gradient")
def test_tied_gradient_adds_up(unit):
    """The first gradient is not the network's, or not the sum of the other two."""
    net, x = tied_network(), torch.rand(5, 4)
    both, first, second = unit.tied_gradient(net, x)
    assert_close(first + second, both, "the sum of the two uses' gradients")
    net(x).sum().backward()
    assert_close(both, net[2].weight.grad, "the shared weight's gradient")
    check(not torch.allclose(first, second), "The two uses have equal gradients.")


@pytest.mark.exercise("tied_gradient")
def test_tied_gradient_leaves_no_trace(unit):
    """The network is not tied any more, or holds other gradients than before."""
    net = tied_network()
    net[0].bias.grad = torch.ones(8)
    unit.tied_gradient(net, torch.rand(5, 4))
    check(net[2] is net[4], "net[2] is not net[4] any more.")
    check(net[2].weight.grad is None, "The shared weight has a gradient now.")
    assert_equal(net[0].bias.grad, torch.ones(8), "a gradient that was there before")


@pytest.mark.exercise("model_summary")
def test_model_summary_worked_example(unit):
    """The summary of the worked example does not come out."""
    net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    rows, totals = unit.model_summary(net, (4,))
    expected = [("0", "Linear", (8,), 40), ("1", "ReLU", (8,), 0), ("2", "Linear", (1,), 9)]
    rows = [(row[0], row[1], tuple(row[2]), row[3]) for row in rows]
    assert_equal(rows, expected, "the list of rows")
    assert_equal(tuple(totals), (49, 0), "the totals")


@pytest.mark.exercise("model_summary")
def test_model_summary_leaves_no_trace(unit):
    """A hook is still there, a batch norm has learnt something, or a mode has changed."""
    net = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8))
    unit.model_summary(net, (4,))
    hooks = sum(len(module._forward_hooks) for module in net.modules())
    assert_equal(hooks, 0, "the number of hooks that are left")
    assert_equal(int(net[1].num_batches_tracked), 0, "the batches that the batch norm has seen")
    check(net.training and net[1].training, "The network is not in training mode any more.")


@pytest.mark.exercise("lazy_mlp")
def test_lazy_mlp_waits(unit):
    """The shapes are not decided by the first batch."""
    net = unit.lazy_mlp()
    check(isinstance(net[0], nn.LazyLinear), "net[0] is not lazy before the first batch.")
    net(torch.rand(2, 20))
    shapes = [tuple(net[0].weight.shape), tuple(net[2].weight.shape)]
    assert_equal(shapes, [(256, 20), (10, 256)], "the shapes of the weights")


@pytest.mark.exercise("lazy_mlp")
def test_dry_run_then_init(unit):
    """`dry_run` does not give the network back, or does not apply `init` after the pass."""

    def init(module):
        if isinstance(module, nn.Linear):
            nn.init.zeros_(module.weight)
            nn.init.ones_(module.bias)

    net = nn.Sequential(nn.LazyLinear(6), nn.ReLU(), nn.LazyLinear(2))
    check(unit.dry_run(net, torch.rand(3, 5), init) is net, "It is not the network that came back.")
    assert_close(net(torch.rand(3, 5)), torch.ones(3, 2))


@pytest.mark.exercise("weight_norms")
def test_weight_norms_worked_example(unit):
    """The norm of the worked example does not come out: it is 5."""
    net = nn.Sequential(nn.Linear(2, 2))
    net[0].weight.data = torch.tensor([[3.0, 0.0], [0.0, 4.0]])
    assert_close(unit.weight_norms(net), {"0.weight": 5.0}, "the dict of norms")


def height(patch):
    """How high a bar is, or all the steps of an `ax.stairs` together."""
    if hasattr(patch, "get_height"):
        return float(patch.get_height())
    return float(sum(patch.get_data().values))


@pytest.mark.exercise("weight_norms")
def test_weight_histogram_draws_each_weight(unit):
    """The figure does not have one axes for each weight, with all its numbers in the bars."""
    figure = unit.weight_histogram(nn.Sequential(nn.Linear(20, 30), nn.ReLU(), nn.Linear(30, 4)))
    counts = {}
    for axes in figure.axes:
        if axes.patches:
            title = axes.get_title() or axes.get_title(loc="left")
            counts[title] = sum(height(patch) for patch in axes.patches)
    assert_close(counts, {"0.weight": 600.0, "2.weight": 120.0}, "the numbers in the bars")
