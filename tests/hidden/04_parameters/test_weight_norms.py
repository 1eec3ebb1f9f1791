from collections import OrderedDict
from itertools import pairwise

import torch
from torch import nn

from grader.testing import assert_close, assert_equal, check, probe


def chain(weights):
    """Linear and convolutional layers with these weights."""
    layers = []
    for weight in weights:
        if weight.dim() == 2:
            layer = nn.Linear(weight.shape[1], weight.shape[0])
        else:
            layer = nn.Conv2d(weight.shape[1], weight.shape[0], weight.shape[2:])
        layer.to(weight.dtype).weight.data.copy_(weight)
        layers += [layer, nn.ReLU()]
    return nn.Sequential(*layers)


def named(name, weight, bias):
    """A block whose name has `weight` in it, with a norm that has a weight of one dimension."""
    layer, norm = nn.Linear(weight.shape[1], weight.shape[0]), nn.LayerNorm(weight.shape[0])
    layer.weight.data.copy_(weight)
    layer.bias.data.copy_(bias)
    norm.weight.data.copy_(bias)
    block = nn.Sequential(OrderedDict([(name, layer), ("norm", norm)]))
    return nn.Sequential(block)


def sharing(weight):
    shared, other = nn.Linear(*weight.shape), nn.Linear(*weight.shape)
    shared.weight.data.copy_(weight)
    other.weight = shared.weight
    return nn.Sequential(shared, nn.ReLU(), shared, other)


@probe
def norms(unit, weights):
    return dict(unit.weight_norms(chain(weights)))


@probe
def norms_of_named(unit, name, weight, bias):
    return dict(unit.weight_norms(named(name, weight, bias)))


@probe
def norms_of_sharing(unit, weight):
    return dict(unit.weight_norms(sharing(weight)))


@probe
def norms_as_they_came(unit, weight):
    found = unit.weight_norms(chain([weight]))
    return type(found).__name__, [type(value).__name__ for value in found.values()]


# -------------------------------------------------------------------------------- figures


def bars(axes):
    """(left, width, height) of each bar of a histogram, however it was drawn."""
    found = []
    for patch in axes.patches:
        if hasattr(patch, "get_height") and hasattr(patch, "get_x"):
            found.append((patch.get_x(), patch.get_width(), patch.get_height()))
        elif hasattr(patch, "get_data"):  # ax.stairs
            heights, edges, _ = patch.get_data()
            found += [
                (a, b - a, height) for height, (a, b) in zip(heights, pairwise(edges), strict=True)
            ]
    return [tuple(float(number) for number in bar) for bar in found]


def shown(figure):
    """A pair (title, bars) of each axes with anything on it."""
    found = []
    for axes in figure.axes:
        titles = [axes.get_title(loc=place) for place in ("center", "left", "right")]
        there = bars(axes)
        if any(titles) or there:
            found.append((next(filter(None, titles), ""), there))
    return found


def drawn_by(unit, *nets):
    import matplotlib.pyplot as plt

    plt.switch_backend("Agg")
    plt.close("all")
    figures = [unit.weight_histogram(net) for net in nets]
    found = [shown(figure) for figure in figures]
    plt.close("all")
    return found


@probe
def histograms(unit, *, groups):
    """The histograms of networks with these weights, drawn one after the other."""
    return drawn_by(unit, *[chain(weights) for weights in groups])


@probe
def histograms_of_others(unit, name, weight, bias):
    return drawn_by(unit, named(name, weight, bias), sharing(weight))


@probe
def kind_of_figure(unit, weight):
    import matplotlib.pyplot as plt

    plt.switch_backend("Agg")
    found = unit.weight_histogram(chain([weight]))
    plt.close("all")
    return [kind.__name__ for kind in type(found).__mro__]


def weights_of(draw, dtype=None):
    """A linear weight and a convolution's, some hundred numbers each.

    There are few columns: an answer that draws them one by one takes its time for each.
    """
    outputs, channels = draw.integer(40, 50), draw.integer(25, 35)
    return [
        draw.normal(outputs, draw.integer(6, 9), dtype=dtype),
        draw.normal(channels, draw.integer(2, 3), 2, 2, dtype=dtype),
    ]


def norm(weight):
    return weight.double().square().sum().sqrt().item()


def check_close(actual, expected, what):
    assert_close(actual, expected, what, rtol=1e-5)


def test_norms(observe, draw):
    """A norm is not the square root of the sum of all squares.

    This is the L2 norm of all numbers in one row, whatever the weight's shape. The largest
    singular value, which `ord=2` gives for a matrix, is another norm.
    """
    weights = weights_of(draw)
    wanted = {"0.weight": norm(weights[0]), "2.weight": norm(weights[1])}
    check_close(observe(norms, weights=weights), wanted, "the dict of norms")


def test_norms_of_weights_only(observe, draw):
    """A parameter is in the dict whose name does not end in `weight`, or one that does is not.

    'weighting.bias' has weight in its name, but it is a bias. A norm layer's weight is one too.
    """
    name, weight, bias = "weight" + draw.word(5), draw.normal(4, 3), draw.normal(4)
    seen = observe(norms_of_named, name=name, weight=weight, bias=bias)
    wanted = {f"0.{name}.weight": norm(weight), "0.norm.weight": norm(bias)}
    check_close(seen, wanted, "the dict of norms")


def test_norms_are_python_floats(observe, draw):
    """What is given back is not a dict of Python floats.

    `.item()` turns a tensor with one number into a Python number. A tensor that is kept, kept with
    its graph, keeps memory too.
    """
    seen = observe(norms_as_they_came, weight=draw.normal(4, 3))
    assert_equal(seen, ("dict", ["float"]), "the kinds of the answer and of its values")


def test_norms_of_a_shared_weight(observe, draw):
    """A shared weight is not there exactly once, under its first name."""
    weight = draw.normal(4, 4)
    seen = observe(norms_of_sharing, weight=weight)
    check_close(seen, {"0.weight": norm(weight)}, "the dict of norms")


def test_norms_in_float64(observe, draw):
    """The norm of a float64 weight is not computed in float64."""
    weights = [weight * 1e25 for weight in weights_of(draw, torch.float64)]
    wanted = {"0.weight": norm(weights[0]), "2.weight": norm(weights[1])}
    assert_close(observe(norms, weights=weights), wanted, "the dict of norms", rtol=1e-9)


def test_histogram_one_axes_for_each_weight(observe, draw):
    """The figure does not have one axes for each weight, titled with the weight's name."""
    (found,) = observe(histograms, groups=[weights_of(draw)])
    titles = sorted(title for title, _ in found)
    assert_equal(titles, ["0.weight", "2.weight"], "the list of titles")


def test_histogram_of_weights_only(observe, draw):
    """There is an axes for something that is no weight, or a shared weight has two.

    'weighting.bias' has weight in its name, but it is a bias.
    """
    name, weight, bias = "weight" + draw.word(5), draw.normal(10, 10), draw.normal(10)
    found = observe(histograms_of_others, name=name, weight=weight, bias=bias)
    titles = [sorted(title for title, _ in figure) for figure in found]
    wanted = [sorted([f"0.{name}.weight", "0.norm.weight"]), ["0.weight"]]
    assert_equal(titles, wanted, "the lists of titles of two figures")


def test_histogram_holds_every_number(observe, draw):
    """The bars of a histogram do not add up to how many numbers the weight holds.

    Every number falls in one bin, and a bar is as high as the count of its bin. With
    `density=True` a bar shows a share, and a `range` of your own may leave numbers out.
    """
    weights = weights_of(draw)
    (found,) = observe(histograms, groups=[weights])
    heights = {title: sum(height for *_, height in bars) for title, bars in found}
    wanted = {"0.weight": float(weights[0].numel()), "2.weight": float(weights[1].numel())}
    assert_close(heights, wanted, "the sums of the bars' heights")
    few = [title for title, bars in found if len(bars) < 10]
    assert_equal(few, [], "the list of histograms with fewer than 10 bins")


def test_histogram_bars_stand_where_the_numbers_are(observe, draw):
    """The bars do not stand where the weight's numbers lie, or are not one bar for a bin.

    Here a weight holds two different numbers only, so there are two bars, as high as there are
    numbers of each. A matrix that is not made flat is drawn column by column, with many small
    bars in a bin.
    """
    low, high = draw.number(-3.0, -1.0), draw.number(1.0, 3.0)
    groups, counts = [], []
    for shape in [(draw.integer(40, 50), draw.integer(6, 9)), (30, 2, 2, 2)]:
        size = torch.Size(shape).numel()
        many = draw.integer(size // 4, size // 3)
        values = torch.full((size,), low)
        values[draw.permutation(size)[:many]] = high
        groups.append(values.reshape(shape))
        counts.append([size - many, many])
    (found,) = observe(histograms, groups=[groups])
    found = dict(found)
    check(set(found) == {"0.weight", "2.weight"}, "The titles are not the weights' names.")
    for title, wanted in zip(("0.weight", "2.weight"), counts, strict=True):
        there = sorted(bar for bar in found[title] if bar[2])
        heights = [height for *_, height in there]
        assert_close(heights, [float(n) for n in wanted], f"the heights of the bars of {title}")
        for (left, width, _), number in zip(there, (low, high), strict=True):
            # A bin is at most a tenth of the way from low to high, as there are ten or more.
            check(
                abs(left + width / 2 - number) <= (high - low) / 5,
                f"The numbers {number:.3g} of {title} are drawn at {left + width / 2:.3g}.",
            )


def test_histogram_of_one_weight(observe, draw):
    """A network with a single weight does not work.

    `plt.subplots(1, 1)` gives one axes and not an array of them, unless you say `squeeze=False`.
    """
    weight = draw.normal(draw.integer(30, 40), 8)
    (found,) = observe(histograms, groups=[[weight]])
    assert_equal([title for title, _ in found], ["0.weight"], "the list of titles")
    total = sum(height for *_, height in found[0][1])
    assert_close(total, float(weight.numel()), "the sum of the bars' heights")


def test_histogram_is_a_new_figure(observe, draw):
    """A second call draws into the figure of the first.

    Make a figure of your own at each call, with `plt.subplots` or `plt.figure`.
    """
    groups = [weights_of(draw), [draw.normal(draw.integer(30, 40), 7)]]
    first, second = observe(histograms, groups=groups)
    titles = [sorted(title for title, _ in found) for found in (first, second)]
    assert_equal(titles, [["0.weight", "2.weight"], ["0.weight"]], "the titles of two figures")
    sums = [
        sorted(sum(height for *_, height in bars) for _, bars in found) for found in (first, second)
    ]
    wanted = [sorted(float(weight.numel()) for weight in weights) for weights in groups]
    assert_close(sums, wanted, "the sums of the bars' heights in two figures")


def test_histogram_gives_a_figure(observe, draw):
    """What `weight_histogram` gives back is not a matplotlib `Figure`.

    `plt.subplots` gives a figure *and* axes; `plt` itself is neither.
    """
    kinds = observe(kind_of_figure, weight=draw.normal(30, 8))
    check("Figure" in kinds, f"It is of the kind {kinds[0]}.")
