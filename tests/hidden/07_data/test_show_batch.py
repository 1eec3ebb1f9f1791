"""show_batch: a figure with one axes for each picture."""

import torch

from grader.testing import assert_close, assert_equal, check, probe


@probe
def shown(unit, images, labels):
    """What the figure holds; what matplotlib was told to show; the batch afterwards."""
    import matplotlib
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

    matplotlib.use("agg")
    calls, show = [], plt.show
    plt.show = lambda *arguments, **keywords: calls.append("plt.show")
    try:
        figure = unit.show_batch((images, labels))
    finally:
        plt.show = show
    found = {"calls": calls, "images": images, "labels": labels}
    if not isinstance(figure, Figure):
        plt.close("all")
        return found | {"kind": type(figure).__name__}
    pictures = [axes.images[0] for axes in figure.axes if axes.images]
    found |= {
        "kind": "Figure",
        "axes": len(figure.axes),
        "images of each": [len(axes.images) for axes in figure.axes],
        "titles": [axes.get_title() for axes in figure.axes],
        "pictures": [torch.tensor(picture.get_array().tolist()) for picture in pictures],
        "limits": [[float(limit) for limit in picture.get_clim()] for picture in pictures],
        "ends": [[list(picture.cmap(end)[:3]) for end in (0.0, 1.0)] for picture in pictures],
        "places": [[round(x, 4) for x in axes.get_position().bounds] for axes in figure.axes],
    }
    plt.close("all")
    return found


def draw_batch(draw, count, channels=1, size=(5, 7)):
    return {
        "images": draw.uniform(count, channels, *size, low=0.2, high=0.7),
        "labels": draw.integers(count, high=10),
    }


def a_figure(came):
    """The same, when it is a figure; otherwise the test ends here."""
    check(came["kind"] == "Figure", f"show_batch gave back a {came['kind']}, not a Figure.")
    return came


def test_gives_a_figure(observe, draw):
    """The result is no matplotlib `Figure`, or `plt.show` was called.

    Whoever calls the function decides what becomes of the figure: shown, saved, or logged.
    """
    came = observe(shown, **draw_batch(draw, 4))
    assert_equal(came["kind"], "Figure", "the type of the result")
    assert_equal(came["calls"], [], "what was called on the way")


def test_one_axes_for_each_picture(observe, draw):
    """There is not exactly one axes with one picture for each picture of the batch.

    A grid of 2 × 4 for seven pictures has one axes too many: leave it out, or remove it.
    """
    for count in (7, 1, 13):
        came = a_figure(observe(shown, **draw_batch(draw, count)))
        assert_equal(came["images of each"], [1] * count, f"the axes' pictures for {count}")


def test_titles(observe, draw):
    """The titles are not the labels, as text, in the order of the batch.

    `str(label)` of a tensor is `tensor(7)`; `label.item()` is the number in it.
    """
    batch = draw_batch(draw, 6)
    came = a_figure(observe(shown, **batch))
    assert_equal(came["titles"], [str(n) for n in batch["labels"].tolist()], "the titles")


def test_grey_pictures(observe, draw):
    """The axes do not show the grey pictures, as [H, W], in the order of the batch."""
    batch = draw_batch(draw, 5)
    came = a_figure(observe(shown, **batch))
    assert_close(came["pictures"], list(batch["images"][:, 0]), "the pictures", dtype=False)


def test_colour_pictures(observe, draw):
    """The axes do not show the pictures of three channels, as [H, W, 3].

    PyTorch has the channels first, matplotlib last: `permute(1, 2, 0)`. With `permute(2, 1, 0)` or
    a `reshape` the shape may be right, and the picture is not.
    """
    batch = draw_batch(draw, 3, channels=3)
    came = a_figure(observe(shown, **batch))
    expected = list(batch["images"].permute(0, 2, 3, 1))
    assert_close(came["pictures"], expected, "the pictures", dtype=False)


def test_black_is_zero_and_white_is_one(observe, draw):
    """0 is not shown as black and 1 as white in each grey picture.

    Unless told `vmin=0, vmax=1`, matplotlib makes the darkest pixel of a picture black and its
    brightest white. Unless told `cmap="gray"`, it shows brightness in blue, green and yellow.
    """
    batch = draw_batch(draw, 4)
    batch["images"][1] *= 0.2
    came = a_figure(observe(shown, **batch))
    assert_close(came["limits"], [[0.0, 1.0]] * 4, "(vmin, vmax) of the pictures")
    black_and_white = [[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]]
    assert_close(came["ends"], [black_and_white] * 4, "the colours at the ends")


def test_side_by_side(observe, draw):
    """Two axes stand at the same place."""
    came = a_figure(observe(shown, **draw_batch(draw, 6)))
    places = [tuple(place) for place in came["places"]]
    assert_equal(len(places), 6, "the number of axes")
    assert_equal(len(set(places)), 6, "the number of different places")


def test_leaves_the_batch_alone(observe, draw):
    """The batch has changed after it was shown.

    Looking at data must not change it: the network gets this batch afterwards.
    """
    batch = draw_batch(draw, 3)
    came = observe(shown, **batch)
    assert_equal(came["images"], batch["images"], "the pictures afterwards")
    assert_equal(came["labels"], batch["labels"], "the labels afterwards")
