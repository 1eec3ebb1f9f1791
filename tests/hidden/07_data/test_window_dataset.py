"""WindowDataset: windows of a series, each with the row that comes next."""

import torch
from common import from_workers, read_out

from grader.testing import assert_equal, expect_error, probe


@probe
def windows(unit, series, window):
    """The length, all x and all y, and the series afterwards."""
    dataset = unit.WindowDataset(series, window)
    return len(dataset), *read_out(dataset), series


@probe
def length(unit, series, window):
    return len(unit.WindowDataset(series, window))


@probe
def item(unit, series, window, index):
    return list(unit.WindowDataset(series, window)[index])


@probe
def by_workers(unit, series, window, order):
    return from_workers(unit.WindowDataset(series, window), order)


def reference(series, window):
    """x [N, window, D] and y [N, D], row by row."""
    places = range(len(series) - window)
    x = torch.stack([torch.stack([series[i + step] for step in range(window)]) for i in places])
    return x, torch.stack([series[i + window] for i in places])


def test_number_of_items(observe, draw):
    """`len(dataset)` is not T − window.

    With one item less the newest row is never used; with one more, the last window has no next
    row.
    """
    window = draw.integer(2, 6)
    for rows in (window + 1, window + draw.integer(4, 9)):
        came = observe(length, series=draw.normal(rows, 2), window=window)
        assert_equal(came, rows - window, f"len for T = {rows} and window = {window}")


def test_windows(observe, draw):
    """`x` of item i is not the rows i to i + window − 1.

    Row i + window is the answer. Where it stands in `x`, the network has to copy, and nothing is
    predicted.
    """
    series = draw.normal(13, 2)
    for window in (4, 1):
        _, x, _, _ = observe(windows, series=series, window=window)
        assert_equal(x, reference(series, window)[0], f"all x, stacked, for window = {window}")


def test_next_row(observe, draw):
    """`y` of item i is not row i + window, of shape [D].

    That is the row right after the window: neither its last row nor the one after the next.
    """
    series = draw.normal(13, 2)
    for window in (4, 1):
        _, _, y, _ = observe(windows, series=series, window=window)
        assert_equal(y, reference(series, window)[1], f"all y, stacked, for window = {window}")


def test_the_newest_row(observe, draw):
    """The last item does not end with the last row of the series.

    It is the newest measurement, and often the most telling.
    """
    series, window = draw.normal(9, 3), 4
    x, y = observe(item, series=series, window=window, index=4)
    assert_equal(y, series[8], "y of the last item")
    assert_equal(x, series[4:8], "x of the last item")


def test_index_beyond_the_end(observe, draw):
    """An index of `len(dataset)` does not raise an IndexError.

    A slice that reaches beyond the end is only shorter, without an error; a `for` loop over the
    dataset then goes on for ever.
    """
    series = draw.normal(8, 2)
    for index in (5, 6, 11):
        with expect_error(IndexError):
            observe(item, series=series, window=3, index=index)


def test_short_series(observe, draw):
    """A series that is no longer than the window has a length other than 0.

    A negative length is an error in Python.
    """
    window = draw.integer(4, 7)
    for rows in (window, window - 1, 1):
        came = observe(length, series=draw.normal(rows, 2), window=window)
        assert_equal(came, 0, f"len for T = {rows} and window = {window}")


def test_keeps_the_dtype(observe, draw):
    """The items do not have the dtype of the series."""
    for series in (draw.normal(7, 1, dtype=torch.float64), draw.integers(7, 3, high=99)):
        _, x, y, _ = observe(windows, series=series, window=3)
        assert_equal([x, y], list(reference(series, 3)), f"all items of {series.dtype}")


def test_leaves_the_series_alone(observe, draw):
    """The series has changed after its items were read."""
    series = draw.normal(9, 2)
    assert_equal(observe(windows, series=series, window=3)[3], series, "the series afterwards")


def test_items_from_workers(observe, draw):
    """Worker processes, which have a copy of the dataset each, read other items."""
    series = draw.normal(14, 2)
    order = draw.permutation(11).tolist()
    came, copied = observe(by_workers, series=series, window=3, order=order)
    expected = [part[order] for part in reference(series, 3)]
    assert_equal(came, expected, "what two workers read")
    assert_equal(copied, expected, "what a copy of the dataset gives")
