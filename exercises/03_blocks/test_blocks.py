"""What you can check yourself before you hand in. Read it: a check says what is wanted."""

import pytest
import torch
from torch import nn

from grader.testing import assert_close, assert_equal, check

WB = ("weight", "bias")


@pytest.mark.exercise("mlp")
def test_mlp_shapes(unit):
    """The layers do not have the names or the sizes of the statement."""
    net = unit.MLP(in_features=4, hidden=8, out_features=3)
    shapes = {name: tuple(parameter.shape) for name, parameter in net.named_parameters()}
    expected = {
        "hidden.weight": (8, 4),
        "hidden.bias": (8,),
        "out.weight": (3, 8),
        "out.bias": (3,),
    }
    assert_equal(shapes, expected, "the shapes of the parameters")


@pytest.mark.exercise("mlp")
def test_mlp_worked_example(unit):
    """The worked example of the statement does not come out: x = 2 should give -1."""
    net = unit.MLP(1, 2, 1)
    net.hidden.weight.data = torch.tensor([[1.0], [-1.0]])
    net.hidden.bias.data = torch.zeros(2)
    net.out.weight.data = torch.tensor([[2.0, 3.0]])
    net.out.bias.data = torch.tensor([-5.0])
    assert_close(net(torch.tensor([[2.0]])), torch.tensor([[-1.0]]), "MLP(1, 2, 1)([[2.]])")


@pytest.mark.exercise("my_sequential")
def test_my_sequential_runs_in_order(unit):
    """The blocks do not run one after the other, in the order given."""
    first, second = nn.Linear(1, 1), nn.Linear(1, 1)
    for layer, weight, bias in [(first, 2.0, 0.0), (second, 1.0, 3.0)]:
        nn.init.constant_(layer.weight, weight)
        nn.init.constant_(layer.bias, bias)
    net = unit.MySequential(first, second)
    assert_close(net(torch.tensor([[5.0]])), torch.tensor([[13.0]]), "the output for 5")


@pytest.mark.exercise("my_sequential")
def test_my_sequential_registers(unit):
    """The blocks' parameters are not found, or not under the names of the statement."""
    net = unit.MySequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
    names = [name for name, _ in net.named_parameters()]
    expected = ["0.weight", "0.bias", "2.weight", "2.bias"]
    assert_equal(names, expected, "the names of the parameters")


@pytest.mark.exercise("my_sequential")
def test_my_sequential_is_a_container(unit):
    """`len(net)`, `net[i]` or a loop over the blocks is not right."""
    blocks = [nn.Linear(2, 3), nn.ReLU()]
    net = unit.MySequential(*blocks)
    assert_equal(len(net), 2, "len(net)")
    check(net[-1] is blocks[1], "net[-1] is not the last block.")
    check([*net] == blocks, "A loop over the network does not give its blocks in order.")


def example_of(net, scale):
    """The weights of the worked examples: scale·I in the layer, 2·I as the constant."""
    nn.init.constant_(net.linear.bias, 0.0)
    net.linear.weight.data = scale * torch.eye(20)
    net.rand_weight.data = 2 * torch.eye(20)
    return net(torch.ones(1, 20))


@pytest.mark.exercise("fixed_hidden_mlp")
def test_fixed_hidden_mlp_worked_example(unit):
    """The worked example does not come out: 2.4 is halved twice to 0.6."""
    y = example_of(unit.FixedHiddenMLP(), 0.1)
    assert_close(y, torch.tensor(0.6), "the output for a row of twenty ones")


@pytest.mark.exercise("fixed_hidden_mlp")
def test_fixed_hidden_mlp_saves_its_constant(unit):
    """The constant has to be a buffer: saved with the network, and no parameter."""
    net = unit.FixedHiddenMLP()
    saved = sorted(net.state_dict())
    expected = ["linear.bias", "linear.weight", "rand_weight"]
    assert_equal(saved, expected, "the names in the state_dict")
    names = [name for name, _ in net.named_parameters()]
    check("rand_weight" not in names, "`rand_weight` is among the parameters.")


@pytest.mark.exercise("fancy_mlp")
def test_fancy_mlp_worked_example(unit):
    """The three cases of the worked example do not come out."""
    for scale, expected in [(0.1, 24.0), (0.16, 4.224), (0.5, 25.0)]:
        y = example_of(unit.FancyMLP(), scale)
        assert_close(y, torch.tensor(expected), f"the output with the weight {scale}·I")


@pytest.mark.exercise("nest_mlp")
def test_nest_mlp_names(unit):
    """The parts do not have the names of the statement."""
    names = [name for name, _ in unit.NestMLP().named_parameters()]
    expected = [f"{part}.{kind}" for part in ("net.0", "net.2", "linear") for kind in WB]
    assert_equal(names, expected, "the names of the parameters")


@pytest.mark.exercise("nest_mlp")
def test_nest_mlp_counts(unit):
    """The counts of the worked example do not come out."""
    counts = [sum(p.numel() for p in net.parameters()) for net in (unit.NestMLP(), unit.chimera())]
    assert_equal(counts, [3952, 4712], "the parameters of NestMLP() and chimera()")
    assert_equal(tuple(unit.chimera()(torch.ones(2, 20)).shape), (), "the shape of the output")


@pytest.mark.exercise("parallel_block")
def test_parallel_block_worked_example(unit):
    """The branches' outputs do not stand side by side, in the order given."""
    a, b = nn.Linear(1, 1), nn.Linear(1, 1)
    for layer, weight, bias in [(a, 2.0, 0.0), (b, 1.0, 3.0)]:
        nn.init.constant_(layer.weight, weight)
        nn.init.constant_(layer.bias, bias)
    x = torch.tensor([[5.0]])
    assert_close(unit.ParallelBlock(a, b)(x), torch.tensor([[10.0, 8.0]]), "a beside b")
    assert_close(unit.ParallelBlock(b, a)(x), torch.tensor([[8.0, 10.0]]), "b beside a")
    assert_close(unit.ParallelBlock(a, b, dim=0)(x), torch.tensor([[10.0], [8.0]]), "with dim=0")


@pytest.mark.exercise("parallel_block")
def test_parallel_block_registers(unit):
    """The branches' parameters are not found."""
    block = unit.ParallelBlock(nn.Linear(2, 3), nn.Linear(2, 5))
    assert_equal(len(list(block.parameters())), 4, "the number of parameters")


@pytest.mark.exercise("make_mlp")
def test_make_mlp_parts(unit):
    """The parts of the worked example do not come out."""
    for sizes, expected in [([4, 8, 3], ["Linear", "ReLU", "Linear"]), ([4, 3], ["Linear"])]:
        parts = [type(part).__name__ for part in unit.make_mlp(sizes)]
        assert_equal(parts, expected, f"the parts of make_mlp({sizes})")


@pytest.mark.exercise("make_mlp")
def test_make_mlp_activations(unit):
    """Another activation is not used, or one object stands at two places."""
    net = unit.make_mlp([2, 3, 3, 1], activation=nn.PReLU)
    check(isinstance(net[1], nn.PReLU), "Part 1 is not the activation that was asked for.")
    check(net[1] is not net[3], "Parts 1 and 3 are one and the same object.")


@pytest.mark.exercise("residual_stack")
def test_residual_stack_worked_example(unit):
    """The worked example does not come out: 3 becomes 9 and stays 9."""
    net = unit.ResidualStack(1, 2)
    for layer, weight in zip(net.layers, (2.0, -1.0), strict=True):
        nn.init.constant_(layer.weight, weight)
        nn.init.constant_(layer.bias, 0.0)
    x = torch.tensor([3.0])
    assert_close(net(x), torch.tensor([9.0]), "the output for [3.]")
    assert_equal(x, torch.tensor([3.0]), "the input afterwards")


@pytest.mark.exercise("residual_stack")
def test_residual_stack_registers(unit):
    """The layers' parameters are not found, or the layers share their weights."""
    names = [name for name, _ in unit.ResidualStack(4, 2).named_parameters()]
    expected = [f"layers.{i}.{kind}" for i in range(2) for kind in WB]
    assert_equal(names, expected, "the names of the parameters")


@pytest.mark.exercise("choice_net")
def test_choice_net_worked_example(unit):
    """The worked example does not come out."""
    net = unit.ChoiceNet(1)
    nn.init.constant_(net.linear.weight, -1.0)
    nn.init.constant_(net.linear.bias, 0.0)
    x = torch.tensor([2.0])
    assert_close(net(x), torch.tensor([0.0]), "the output without a choice")
    for choice, expected in [("tanh", -0.9640276), ("sigmoid", 0.1192029)]:
        assert_close(net(x, choice=choice), torch.tensor([expected]), f"the output for {choice}")


@pytest.mark.exercise("choice_net")
def test_choice_net_names_the_choices(unit):
    """An unknown choice does not raise a `KeyError` that names the choices."""
    net = unit.ChoiceNet(1)
    try:
        net(torch.ones(1), choice="swish")
    except KeyError as error:
        for choice in ("relu", "tanh", "sigmoid"):
            check(choice in str(error), f"The message does not name {choice}: {error}")
    else:
        check(False, 'choice="swish" raised nothing.')


@pytest.mark.exercise("block_tower")
def test_block_tower_counts(unit):
    """The tower of three does not have the parts and parameters of the worked example."""
    net = unit.block_tower(3)
    names = [name for name, _ in net[0].named_children()]
    assert_equal(names, ["block0", "block1", "block2"], "the names of the blocks")
    assert_equal(sum(p.numel() for p in net.parameters()), 233, "the number of parameters")


@pytest.mark.exercise("three_ways")
def test_three_ways_names(unit):
    """The parts do not have the names of the statement."""
    names = [[name for name, _ in net.named_children()] for net in unit.three_ways()]
    words = ["conv1", "pool1", "flatten", "linear"]
    assert_equal(names, [words, ["0", "1", "2", "3"], words], "the names of the parts")


@pytest.mark.exercise("three_ways")
def test_three_ways_agree(unit):
    """The three networks do not give equal outputs, or they share their layers."""
    first, second, third = unit.three_ways()
    x = torch.randn(2, 3, 32, 32)
    y = first(x).detach()
    assert_close(second(x), y, "the output of the second")
    assert_close(third(x), y, "the output of the third")
    for parameter in first.parameters():
        nn.init.zeros_(parameter)
    assert_close(first(x), torch.zeros(2, 1), "the output of the first, all zeros")
    assert_close(second(x), y, "the output of the second, after the first was changed")
    assert_close(third(x), y, "the output of the third, after the first was changed")
