from matplotlib.figure import Figure

from grader.testing import assert_close, assert_equal, check, probe


@probe
def drawn(unit, histories):
    """What is on each figure; they are looked at after the last of them was drawn."""
    import matplotlib.pyplot as plt

    given = [unit.History(train=train, valid=valid) for train, valid in histories]
    before = plt.get_fignums()
    figures = [unit.plot_history(history) for history in given]
    seen = [content(figure) for figure in figures]
    for number in plt.get_fignums():
        if number not in before:
            plt.close(number)
    return {
        "figures": seen,
        "different": len({id(figure) for figure in figures}),
        "histories": [[list(history.train), list(history.valid)] for history in given],
    }


def content(figure):
    """A figure's data: of each axes its lines, labels and legend."""
    if not isinstance(figure, Figure):
        return {"kind": type(figure).__name__, "axes": []}
    return {"kind": "Figure", "axes": [content_of_axes(axes) for axes in figure.axes]}


def content_of_axes(axes):
    lines = {}
    for line in axes.get_lines():
        x, y = (list(map(float, values)) for values in line.get_data())
        lines.setdefault(str(line.get_label()), []).append([x, y])
    legend = axes.get_legend()
    return {
        "lines": lines,
        "x": axes.get_xlabel(),
        "y": axes.get_ylabel(),
        "legend": None if legend is None else [text.get_text() for text in legend.get_texts()],
    }


def losses(draw, n):
    return [draw.number(0.1, 3.0) for _ in range(n)]


def observed(observe, *histories):
    """The only axes of each figure."""
    seen = observe(drawn, histories=[list(history) for history in histories])
    for figure in seen["figures"]:
        kind = figure["kind"]
        check(kind == "Figure", f"The result is a {kind}; a matplotlib Figure was expected.")
        count = len(figure["axes"])
        check(count == 1, f"The figure has {count} axes; one was expected.")
    return seen, [figure["axes"][0] for figure in seen["figures"]]


def line(axes, name):
    """The points of the line with this label."""
    found = axes["lines"].get(name, [])
    there = ", ".join(sorted(label for label in axes["lines"] if not label.startswith("_")))
    check(
        len(found) == 1,
        f"{len(found)} lines are labelled {name!r}; the labels are: {there or 'none'}.",
    )
    return found[0]


def test_gives_a_figure(observe, draw):
    """The result is not a matplotlib `Figure` with one axes.

    Whoever calls may want to save it or to change it: `plt.subplots()` gives both figure and axes.
    """
    _, (axes,) = observed(observe, (losses(draw, 4), losses(draw, 4)))
    check(axes["lines"], "Nothing is drawn on it.")


def test_both_curves(observe, draw):
    """The lines labelled `train` and `valid` do not show the losses of these names."""
    train, valid = losses(draw, 6), losses(draw, 6)
    _, (axes,) = observed(observe, (train, valid))
    assert_close(line(axes, "train")[1], train, "the y values of the line train")
    assert_close(line(axes, "valid")[1], valid, "the y values of the line valid")


def test_epochs_count_from_one(observe, draw):
    """The x values are not the epochs from 1 on.

    After the first epoch one epoch is done. `plot(losses)` alone counts from 0.
    """
    for n in (1, 5):
        _, (axes,) = observed(observe, (losses(draw, n), losses(draw, n)))
        expected = [float(epoch) for epoch in range(1, n + 1)]
        for name in ("train", "valid"):
            assert_close(line(axes, name)[0], expected, f"the x values of the line {name}")


def test_axes_are_labelled(observe, draw):
    """The axes are not labelled `epoch` and `loss`.

    Without labels nobody but you knows what the picture shows, and soon not even you.
    """
    _, (axes,) = observed(observe, (losses(draw, 4), losses(draw, 4)))
    for side, word in (("x", "epoch"), ("y", "loss")):
        check(word in axes[side].lower(), f"The {side} axis is labelled {axes[side]!r}.")


def test_legend(observe, draw):
    """There is no legend that names the two lines.

    Labels are shown only once `axes.legend()` is called.
    """
    _, (axes,) = observed(observe, (losses(draw, 4), losses(draw, 4)))
    check(axes["legend"] is not None, "There is no legend.")
    for name in ("train", "valid"):
        check(name in axes["legend"], f"The legend holds {axes['legend']}, and no {name!r}.")


def test_without_validation(observe, draw):
    """Without validation losses there is not exactly one line, that of the training."""
    train = losses(draw, 4)
    _, (axes,) = observed(observe, (train, []))
    assert_close(line(axes, "train")[1], train, "the y values of the line train")
    check("valid" not in axes["lines"], "An empty line is labelled 'valid'.")
    check(axes["legend"] is None or "valid" not in axes["legend"], "The legend names 'valid'.")


def test_each_call_a_new_figure(observe, draw):
    """A second call draws into the figure of the first.

    `plt.plot` draws into whatever figure is open. Make a new one: `plt.subplots()`.
    """
    pairs = [(losses(draw, 3), losses(draw, 3)), (losses(draw, 5), losses(draw, 5))]
    seen, axes = observed(observe, *pairs)
    assert_equal(seen["different"], 2, "the number of different figures")
    for (train, valid), one in zip(pairs, axes, strict=True):
        assert_close(line(one, "train")[1], train, "the y values of the line train")
        assert_close(line(one, "valid")[1], valid, "the y values of the line valid")


def test_the_history_stays(observe, draw):
    """The history is changed by drawing it."""
    pair = [losses(draw, 4), losses(draw, 4)]
    seen, _ = observed(observe, pair)
    assert_equal(seen["histories"], [pair], "the list of histories")
