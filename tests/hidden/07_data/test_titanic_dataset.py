"""TitanicDataset: a table as standardised numbers, by the statistics of the training part."""

import pytest
import torch
from common import (
    as_csv,
    draw_passengers,
    features_of,
    files,
    from_workers,
    read_out,
    statistics_of,
)

from grader.testing import assert_close, probe

# So many rows that dividing by one less is within the tolerance of `near`: it costs
# test_statistics, and nothing else.
ROWS = 300


@probe
def training_part(unit, text):
    with files(train_csv=text) as (path,):
        dataset = unit.TitanicDataset(path)
        return read_out(dataset)


@probe
def both_parts(unit, train, valid):
    """The statistics, and the items of a second file read with them."""
    with files(train_csv=train, valid_csv=valid) as paths:
        first = unit.TitanicDataset(str(paths[0]))
        second = unit.TitanicDataset(str(paths[1]), first.statistics)
        return [list(first.statistics), list(second.statistics), *read_out(second)]


@probe
def with_statistics(unit, text, mean, std):
    with files(valid_csv=text) as (path,):
        return read_out(unit.TitanicDataset(path, statistics=(mean, std)))


@probe
def by_workers(unit, text, order):
    with files(train_csv=text) as (path,):
        return from_workers(unit.TitanicDataset(path), order)


def test_columns_of_class_and_sex(observe, draw):
    """The columns 0 to 3, class and sex, are not what they should be in the training part.

    Class as three columns, first, second, third; then sex, 1 for a woman. Each column minus its
    mean, divided by its std over the rows (`correction=0`).
    """
    rows = draw_passengers(draw, ROWS)
    features, _ = observe(training_part, text=as_csv(rows))
    expected = features_of(rows, statistics_of(rows))
    near(part(features, slice(0, 4), ROWS), expected[:, :4], "the columns 0 to 3")


def test_age_column(observe, draw):
    """The column 4, the age, is not what it should be in the training part.

    First fill in the mean of the ages that are known, then standardise the column with its mean
    and its std over all rows.
    """
    rows = draw_passengers(draw, ROWS)
    features, _ = observe(training_part, text=as_csv(rows))
    expected = features_of(rows, statistics_of(rows))
    near(part(features, slice(4, 5), ROWS), expected[:, 4:5], "the column of the age")


def test_column_of_missing_ages(observe, draw):
    """The column 5 does not say whose age is missing.

    That an age is not known tells something by itself. Note it down before you fill the hole.
    """
    rows = draw_passengers(draw, ROWS)
    features, _ = observe(training_part, text=as_csv(rows))
    expected = features_of(rows, statistics_of(rows))
    near(part(features, slice(5, 6), ROWS), expected[:, 5:6], "the column of missing ages")


def test_label(observe, draw):
    """The label is not a float32 tensor of shape [1].

    A loss for yes and no compares it with an output of that shape and type. An int, or a tensor of
    ints, does not do.
    """
    rows = draw_passengers(draw, 9)
    _, labels = observe(training_part, text=as_csv(rows))
    expected = torch.tensor([[float(row["survived"])] for row in rows])
    assert_close(labels, expected, "the labels, stacked")


@pytest.mark.weight(2)
def test_validation_part_by_the_training_statistics(observe, draw):
    """The validation part is standardised by numbers of its own.

    With `statistics` nothing is computed from the file: that would be leakage, and the same
    passenger would look different in the two parts.
    """
    train, valid = draw_passengers(draw, ROWS), draw_passengers(draw, 8)
    for row in valid:  # of another kind: far older
        row["age"] = row["age"] and str(float(row["age"]) + 60)
    features = observe(both_parts, train=as_csv(train), valid=as_csv(valid))[2]
    expected = features_of(valid, statistics_of(train))
    near(features, expected, "the validation part's features")


@pytest.mark.weight(2)
def test_ages_filled_by_the_training_statistics(observe, draw):
    """A missing age in the validation part is not filled with the mean age of the training part.

    The filling is knowledge, too. It is `mean[4]` of the statistics that were given.
    """
    rows = draw_passengers(draw, 9)
    mean = draw.uniform(6, low=0.2, high=0.8)
    mean[4] = draw.number(85, 99)
    std = draw.uniform(6, low=0.3, high=0.6)
    features, _ = observe(with_statistics, text=as_csv(rows), mean=mean, std=std)
    expected = features_of(rows, (mean.double(), std.double()))
    near(part(features, slice(4, 6), 9), expected[:, 4:], "the columns 4 and 5")


def test_six_columns_for_any_file(observe, draw):
    """A class that does not occur in a file has lost its column there.

    The columns must not depend on which words a file happens to hold; pandas' `get_dummies`, asked
    for each part anew, makes them depend on it.
    """
    train = draw_passengers(draw, ROWS)
    valid = draw_passengers(draw, 6, kinds=("2nd",))
    features = observe(both_parts, train=as_csv(train), valid=as_csv(valid))[2]
    expected = features_of(valid, statistics_of(train))
    near(features, expected, "the features of a file with the second class only")


def test_constant_column(observe, draw):
    """A column that is constant in the training part does not become 0.

    Its std is 0, and 0 divided by 0 is NaN, which spreads through everything. Divide by 1 there.
    """
    rows = draw_passengers(draw, ROWS, kinds=("1st", "3rd"), missing=0)
    features, _ = observe(training_part, text=as_csv(rows))
    expected = features_of(rows, statistics_of(rows))
    near(features, expected, "the features of a file without a second class")


def test_no_age_known(observe, draw):
    """Where a file for validation holds no age at all, the ages are not those of the training part.

    The mean of nothing is NaN. But here nothing has to be averaged.
    """
    train, valid = draw_passengers(draw, ROWS), draw_passengers(draw, 5, missing=1)
    features = observe(both_parts, train=as_csv(train), valid=as_csv(valid))[2]
    expected = features_of(valid, statistics_of(train))
    near(features, expected, "the features of a file without ages")


def test_statistics(observe, draw):
    """`dataset.statistics` is not the pair (mean, std) in use.

    Of the training part it holds the mean and the std of the six columns, two float32 tensors [6]
    with 1 in place of a std of 0; of the validation part the pair that was given.
    """
    train, valid = draw_passengers(draw, 11), draw_passengers(draw, 7)
    first, second, *_ = observe(both_parts, train=as_csv(train), valid=as_csv(valid))
    expected = [number.float() for number in statistics_of(train)]
    assert_close(first, expected, "the training part's statistics")
    assert_close(second, expected, "the validation part's statistics")


def test_items_from_workers(observe, draw):
    """Worker processes, which have a copy of the dataset each, read other items.

    An item must depend on its index alone, not on which were read before, and not on a file that
    was left open.
    """
    rows = draw_passengers(draw, ROWS)
    order = draw.permutation(ROWS).tolist()[:14]
    (features, labels), copied = observe(by_workers, text=as_csv(rows), order=order)
    expected = features_of(rows, statistics_of(rows))[order]
    near(features, expected, "the features that two workers read")
    survived = torch.tensor([[float(row["survived"])] for row in rows])[order]
    assert_close(labels, survived, "the labels that two workers read")
    near(copied, [expected, survived], "what a copy of the dataset gives")


def part(features, columns, rows):
    """Some columns of the features, as far as they are a table [rows, 6]."""
    good = isinstance(features, torch.Tensor) and features.shape == (rows, 6)
    return features[:, columns] if good else features


def near(actual, expected, what):
    """Close enough for whoever divides by one row less."""
    assert_close(actual, expected, what, rtol=0.01, atol=0.02)
