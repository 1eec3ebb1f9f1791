"""What you can check yourself before you hand in. Read it: a check says what is wanted."""

import pytest
import torch
from torch import nn

from grader.testing import assert_close, assert_equal, check


def shapes(layer):
    return {name: tuple(parameter.shape) for name, parameter in layer.named_parameters()}


@pytest.mark.exercise("centered_layer")
def test_centered_layer_worked_example(unit):
    """The worked example does not come out: the mean of all four numbers is 3."""
    x = torch.tensor([[1.0, 2.0], [3.0, 6.0]])
    y = unit.CenteredLayer()(x)
    assert_close(y, torch.tensor([[-2.0, -1.0], [0.0, 3.0]]))
    assert_equal(x, torch.tensor([[1.0, 2.0], [3.0, 6.0]]), "the input afterwards")


@pytest.mark.exercise("centered_layer")
def test_centered_layer_any_shape(unit):
    """With three dimensions the mean of the output is not 0."""
    y = unit.CenteredLayer()(torch.arange(24.0).reshape(2, 3, 4))
    assert_equal(tuple(y.shape), (2, 3, 4), "the shape of the output")
    assert_close(y.mean(), torch.tensor(0.0), "the mean of the output")


@pytest.mark.exercise("my_linear")
def test_my_linear_worked_example(unit):
    """The worked example does not come out, or a parameter has another name or shape."""
    layer = unit.MyLinear(2, 3)
    assert_equal(shapes(layer), {"weight": (2, 3), "bias": (3,)}, "the shapes of the parameters")
    layer.weight.data = torch.tensor([[1.0, 0.0, 2.0], [0.0, 1.0, -1.0]])
    layer.bias.data = torch.tensor([0.0, 1.0, 0.0])
    assert_close(layer(torch.tensor([1.0, 3.0])), torch.tensor([1.0, 4.0, 0.0]))


@pytest.mark.exercise("my_linear")
def test_my_linear_learns(unit):
    """After `backward()` a parameter has no gradient: the layer does not learn."""
    layer = unit.MyLinear(2, 3)
    layer.bias.data = torch.full((3,), 100.0)  # far above 0, so that ReLU lets everything through
    y = layer(torch.tensor([[1.0, 3.0]]))
    check(y.requires_grad, "The output has no history, so no gradient finds the way back.")
    y.sum().backward()
    assert_close(layer.bias.grad, torch.ones(3), "the gradient of the bias")
    expected = torch.tensor([[1.0, 1.0, 1.0], [3.0, 3.0, 3.0]])
    assert_close(layer.weight.grad, expected, "the gradient of the weight")


@pytest.mark.exercise("linear")
def test_linear_worked_example(unit):
    """The worked example does not come out: it is 2.5."""
    layer = unit.Linear(2, 1)
    layer.weight.data = torch.tensor([[2.0, -1.0]])
    layer.bias.data = torch.tensor([0.5])
    assert_close(layer(torch.tensor([3.0, 4.0])), torch.tensor([2.5]))


@pytest.mark.exercise("linear")
def test_linear_is_interchangeable(unit):
    """`nn.Linear` cannot load the state, computes something else, or prints another text."""
    mine, theirs = unit.Linear(5, 3), nn.Linear(5, 3)
    theirs.load_state_dict(mine.state_dict())
    x = torch.rand(2, 4, 5)
    assert_close(mine(x), theirs(x))
    assert_equal(mine.extra_repr(), "in_features=5, out_features=3, bias=True", "extra_repr()")


@pytest.mark.exercise("linear")
def test_linear_starts_and_starts_again(unit):
    """The start values leave their bounds, or `reset_parameters()` does not draw them anew."""
    layer = unit.Linear(100, 50)
    for _ in range(2):
        for name, parameter in layer.named_parameters():
            largest = parameter.abs().max().item()
            check(0.05 < largest <= 0.1001, f"The largest {name} is {largest:.4f}.")
            parameter.data.fill_(7.0)
        layer.reset_parameters()


@pytest.mark.exercise("linear")
def test_linear_without_bias(unit):
    """With `bias=False` there is still a bias."""
    layer = unit.Linear(5, 3, bias=False)
    check(layer.bias is None, "layer.bias is not None.")
    assert_equal(list(layer.state_dict()), ["weight"], "the names in the state_dict")
    assert_close(layer(torch.zeros(2, 5)), torch.zeros(2, 3), "the output for zeros")


@pytest.mark.exercise("my_list_dense")
def test_my_list_dense_worked_example(unit):
    """The worked example does not come out: it is 20."""
    net = unit.MyListDense()
    values = [2 * torch.eye(4), torch.eye(4), torch.eye(4), torch.ones(4, 1)]
    for parameter, value in zip(net.params, values, strict=True):
        parameter.data = value
    assert_close(net(torch.tensor([[1.0, 2.0, 3.0, 4.0]])), torch.tensor([[20.0]]))


@pytest.mark.exercise("my_list_dense")
def test_my_list_dense_registers(unit):
    """The four matrices are not found, or have other shapes."""
    sizes = [(4, 4), (4, 4), (4, 4), (4, 1)]
    expected = {f"params.{place}": size for place, size in enumerate(sizes)}
    assert_equal(shapes(unit.MyListDense()), expected, "the shapes of the parameters")


@pytest.mark.exercise("my_dict_dense")
def test_my_dict_dense_worked_example(unit):
    """The worked example does not come out: it is 1."""
    net = unit.MyDictDense()
    net.params["linear2"].data = torch.tensor([[1.0], [0.0], [0.0], [-1.0]])
    x = torch.tensor([[5.0, 2.0, 3.0, 4.0]])
    assert_close(net(x, "linear2"), torch.tensor([[1.0]]), "the output for 'linear2'")


@pytest.mark.exercise("my_dict_dense")
def test_my_dict_dense_chooses(unit):
    """The three matrices are not found, or the choice does not decide which one is used."""
    net, x = unit.MyDictDense(), torch.eye(4)
    sizes = {"linear1": (4, 4), "linear2": (4, 1), "linear3": (4, 2)}
    expected = {f"params.{name}": size for name, size in sizes.items()}
    assert_equal(shapes(net), expected, "the shapes of the parameters")
    for name in sizes:
        assert_close(net(x, choice=name), net.params[name], f"the output for {name!r}")
    assert_close(net(x), net.params["linear1"], "the output without a choice")


@pytest.mark.exercise("my_dict_dense")
def test_my_dict_dense_unknown_name(unit):
    """A name that is not there is no error."""
    net = unit.MyDictDense()
    try:
        net(torch.eye(4), "linear4")
    except (AttributeError, KeyError, ValueError):
        return
    check(False, "The choice 'linear4' raised no error.")


@pytest.mark.exercise("quadratic_form")
def test_quadratic_form_worked_example(unit):
    """The worked example does not come out: it is 27."""
    form = unit.QuadraticForm(2, 1)
    assert_equal(shapes(form), {"weight": (2, 2, 1)}, "the shapes of the parameters")
    form.weight.data = torch.tensor([[[1.0], [2.0]], [[3.0], [4.0]]])
    assert_close(form(torch.tensor([[1.0, 2.0]])), torch.tensor([[27.0]]))


@pytest.mark.exercise("quadratic_form")
def test_quadratic_form_each_sample_alone(unit):
    """In a batch of two samples the outputs are not 27 and 4: the samples mix."""
    form = unit.QuadraticForm(2, 1)
    form.weight.data = torch.tensor([[[1.0], [2.0]], [[3.0], [4.0]]])
    x = torch.tensor([[1.0, 2.0], [0.0, 1.0]])
    assert_close(form(x), torch.tensor([[27.0], [4.0]]))


@pytest.mark.exercise("half_fourier")
def test_half_fourier_worked_example(unit):
    """The worked example does not come out."""
    y = unit.HalfFourier()(torch.tensor([1.0, 2.0, 3.0, 4.0]))
    assert_close(y, torch.tensor([[10.0, 0.0], [-2.0, 2.0], [-2.0, 0.0]]))


@pytest.mark.exercise("half_fourier")
def test_half_fourier_shapes(unit):
    """For an even or an odd length the output has another shape than [..., n // 2 + 1, 2]."""
    for n, count in [(1, 1), (5, 3), (6, 4)]:
        y = unit.HalfFourier()(torch.rand(2, 3, n))
        assert_equal(tuple(y.shape), (2, 3, count, 2), f"the shape of the output for n = {n}")


@pytest.mark.exercise("my_dropout")
def test_my_dropout_in_training(unit):
    """With p = 0.8 there are not about 80 % zeros, and the rest multiplied by 5."""
    torch.manual_seed(0)
    y = unit.MyDropout(0.8)(torch.full((100, 100), 3.0))
    dropped = y == 0
    share = dropped.float().mean().item()
    check(0.75 < share < 0.85, f"{share:.0%} of 10000 numbers were dropped.")
    assert_close(y[~dropped], torch.full_like(y[~dropped], 15.0), "what is left of numbers 3")


@pytest.mark.exercise("my_dropout")
def test_my_dropout_in_evaluation(unit):
    """In evaluation the output is not the input."""
    x = torch.rand(5, 6)
    assert_close(unit.MyDropout(0.5).eval()(x), x)


@pytest.mark.exercise("my_dropout")
def test_my_dropout_edges(unit):
    """p = 0 does not keep everything, or p = 1 does not give zeros with a gradient of zeros."""
    x = (torch.rand(5, 6) + 1).requires_grad_()
    assert_close(unit.MyDropout(0.0)(x), x, "the output with p = 0")
    y = unit.MyDropout(1.0)(x)
    assert_close(y, torch.zeros(5, 6), "the output with p = 1")
    check(y.requires_grad, "With p = 1 no gradient finds its way back to the input.")
    y.sum().backward()
    assert_close(x.grad, torch.zeros(5, 6), "the gradient at the input with p = 1")


@pytest.mark.exercise("my_batch_norm_1d")
def test_my_batch_norm_1d_worked_example(unit):
    """The worked example does not come out."""
    norm = unit.MyBatchNorm1d(1)
    y = norm(torch.tensor([[1.0], [3.0]]))
    assert_close(y, torch.tensor([[-1.0], [1.0]]), "the output in training")
    assert_close(norm.running_mean, torch.tensor([0.2]), "running_mean")
    assert_close(norm.running_var, torch.tensor([1.1]), "running_var")
    y = norm.eval()(torch.tensor([[1.2]]))
    assert_close(y, torch.tensor([[0.953]]), "the output in evaluation", atol=1e-3)


@pytest.mark.exercise("my_batch_norm_1d")
def test_my_batch_norm_1d_is_interchangeable(unit):
    """After some batches the layer and `nn.BatchNorm1d` do not hold the same, or give the same."""
    torch.manual_seed(0)
    mine, theirs = unit.MyBatchNorm1d(3), nn.BatchNorm1d(3)
    theirs.load_state_dict(mine.state_dict())
    for _ in range(3):
        x = 5 + 2 * torch.randn(8, 3)
        assert_close(mine(x), theirs(x), "the output in training")
    assert_close(dict(mine.state_dict()), dict(theirs.state_dict()), "the state_dict")
    assert_close(mine.eval()(x), theirs.eval()(x), "the output in evaluation")


@pytest.mark.exercise("my_batch_norm_1d")
def test_my_batch_norm_1d_one_sample(unit):
    """A batch of one sample in training raises no `ValueError`."""
    norm = unit.MyBatchNorm1d(2)
    try:
        norm(torch.ones(1, 2))
    except ValueError:
        return
    check(False, "No ValueError was raised.")


@pytest.mark.exercise("my_layer_norm")
def test_my_layer_norm_worked_example(unit):
    """The worked example does not come out, or a second sample changes it."""
    norm = unit.MyLayerNorm(2)
    norm.weight.data = torch.tensor([1.0, 2.0])
    norm.bias.data = torch.tensor([0.0, 10.0])
    for x in ([[1.0, 3.0]], [[1.0, 3.0], [50.0, 90.0]]):
        y = norm(torch.tensor(x))
        assert_close(y[:1], torch.tensor([[-1.0, 12.0]]), "the output for the first sample")


@pytest.mark.exercise("my_layer_norm")
def test_my_layer_norm_is_interchangeable(unit):
    """`nn.LayerNorm` cannot load the state, or computes something else."""
    torch.manual_seed(0)
    for shape in (4, (4,), (3, 4)):
        mine, theirs = unit.MyLayerNorm(shape), nn.LayerNorm(shape)
        nn.init.normal_(mine.weight)
        theirs.load_state_dict(mine.state_dict())
        x = 5 + 2 * torch.randn(2, 3, 4)
        assert_close(mine(x), theirs(x), f"the output with shape={shape}")


@pytest.mark.exercise("my_conv_2d")
def test_my_conv_2d_worked_example(unit):
    """The worked example does not come out."""
    conv = unit.MyConv2d(1, 1, 2)
    conv.weight.data = torch.tensor([[[[1.0, 0.0], [0.0, 2.0]]]])
    conv.bias.data = torch.tensor([1.0])
    picture = torch.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    assert_close(conv(picture), torch.tensor([[[[12.0, 15.0], [21.0, 24.0]]]]))


@pytest.mark.exercise("my_conv_2d")
def test_my_conv_2d_is_interchangeable(unit):
    """`nn.Conv2d` cannot load the state, or computes something else."""
    torch.manual_seed(0)
    x = torch.randn(2, 3, 7, 6)
    for stride, padding in [(1, 0), (2, 0), (1, 1), (2, 1)]:
        mine = unit.MyConv2d(3, 4, 3, stride, padding)
        theirs = nn.Conv2d(3, 4, 3, stride, padding)
        theirs.load_state_dict(mine.state_dict())
        what = f"the output with stride={stride}, padding={padding}"
        assert_close(mine(x), theirs(x), what)


@pytest.mark.exercise("my_conv_2d")
def test_my_conv_2d_empty_batch(unit):
    """An empty batch does not give an empty output. (A -1 in `reshape` fails there.)"""
    y = unit.MyConv2d(3, 4, 3)(torch.zeros(0, 3, 7, 6))
    assert_equal(tuple(y.shape), (0, 4, 5, 4), "the shape of the output")


@pytest.mark.exercise("positional_embedding")
def test_positional_embedding_worked_example(unit):
    """The worked example does not come out."""
    embedding = unit.PositionalEmbedding(4, 2, padding_idx=0)
    (table,) = embedding.parameters()
    assert_equal(tuple(table.shape), (4, 2), "the shape of the table")
    table.data = torch.tensor([[0.0, 0.0], [1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    y = embedding(torch.tensor([1, 2, 0, 0]))
    assert_close(y, torch.tensor([[1.0, 2.0], [3.0, 4.0], [0.0, 0.0], [0.0, 0.0]]))
    y.sum().backward()
    expected = torch.tensor([[0.0, 0.0], [1.0, 1.0], [1.0, 1.0], [0.0, 0.0]])
    assert_close(table.grad, expected, "the gradient of the table")


@pytest.mark.exercise("positional_embedding")
def test_positional_embedding_starts(unit):
    """In a new table the padding's row is not zero, or another one is."""
    for padding_idx in (0, 2, 5):
        y = unit.PositionalEmbedding(6, 4, padding_idx)(torch.arange(6))
        zeros = [row for row in range(6) if not y[row].any()]
        what = f"the list of zero rows with padding_idx={padding_idx}"
        assert_equal(zeros, [padding_idx], what)
