"""MyDataLoader: batches of a dataset, each epoch from the beginning."""

import math
from itertools import islice

import pytest
import torch
from common import Recorded
from torch.utils.data import DataLoader

from grader.testing import assert_equal, check, probe


@probe
def in_order(unit, items, cases):
    """The length and the batches for each (number of items, batch_size, drop_last)."""
    found = []
    for n, batch_size, drop_last in cases:
        loader = unit.MyDataLoader(Recorded(items[:n]), batch_size, drop_last=drop_last)
        found.append([len(loader), list(loader)])
    return found


@probe
def shuffled(unit, items, batch_size, seed, at_start, epochs=1, drop_last=False):
    """The batches of some epochs, and what PyTorch's global generator gives then."""
    torch.manual_seed(at_start)
    generator = torch.Generator().manual_seed(seed)
    loader = unit.MyDataLoader(
        Recorded(items), batch_size, shuffle=True, drop_last=drop_last, generator=generator
    )
    return [list(loader) for _ in range(epochs)], torch.rand(4)


@probe
def again(unit, items, batch_size, stop):
    """The first batches before a break, then all, then all once more."""
    loader = unit.MyDataLoader(Recorded(items), batch_size)
    begun = []
    for batch in loader:
        begun.append(batch)
        if len(begun) == stop:
            break
    return begun, list(loader), list(loader)


@probe
def at_once(unit, items, batch_size):
    """Two loops through one loader, in step; then one inside the other."""
    loader = unit.MyDataLoader(Recorded(items), batch_size)
    pairs = [[one, other] for one, other in zip(loader, loader)]  # noqa: B905
    inner = [[other for other in loader] for _ in loader]  # noqa: C416
    return pairs, inner


@probe
def at_once_shuffled(unit, items, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    loader = unit.MyDataLoader(Recorded(items), batch_size, shuffle=True, generator=generator)
    pairs = list(zip(loader, loader))  # noqa: B905
    return [torch.cat([pair[side] for pair in pairs]) for side in (0, 1)]


@probe
def collated(unit, items, batch_size):
    """What a collate_fn that gives back what it was given makes of the batches."""
    return list(unit.MyDataLoader(Recorded(items), batch_size, collate_fn=lambda batch: batch))


@probe
def reads(unit, items, batch_size):
    """The indices read: before the first batch is asked for, after it, after the second."""
    dataset = Recorded(items)
    loader = unit.MyDataLoader(dataset, batch_size)
    found = [[*dataset.reads]]
    for _ in islice(loader, 2):
        found.append([*dataset.reads])
    return found


@probe
def helpers(unit, items):
    """How many loaders of PyTorch's are made on the way, under whatever name."""
    made, begin = [], DataLoader.__init__

    def noted(self, *arguments, **keywords):
        made.append(self)
        begin(self, *arguments, **keywords)

    DataLoader.__init__ = noted
    try:
        for _ in unit.MyDataLoader(Recorded(items), 2):
            pass
    finally:
        DataLoader.__init__ = begin
    return len(made)


def draw_pairs(draw, n):
    """Items as most datasets have them: a tensor and a label."""
    return [(draw.normal(4), torch.tensor([float(i)])) for i in range(n)]


def torchs(items, batch_size, drop_last=False):
    return list(DataLoader(items, batch_size, drop_last=drop_last))


@pytest.mark.weight(2)
def test_equal_to_torch_in_order(observe, draw):
    """Not shuffled, the batches are not those of PyTorch's loader.

    The items of a batch go to `default_collate` as a list; it makes one tensor of all the inputs,
    and one of all the labels.
    """
    items = draw_pairs(draw, 12)
    ((_, batches),) = observe(in_order, items=items, cases=[(12, 4, False)])
    assert_equal(batches, torchs(items, 4), "the batches")


def test_equal_to_torch_for_other_items(observe, draw):
    """Items that are dicts, or numbers, do not come as PyTorch's loader gives them.

    `default_collate` can do it. Don't take an item apart yourself.
    """
    items = [
        {
            "text": draw.integers(3, high=90),
            "stars": draw.integer(1, 5),
            "share": (0.5, draw.word()),
        }
        for _ in range(6)
    ]
    ((_, batches),) = observe(in_order, items=items, cases=[(6, 3, False)])
    assert_equal(batches, torchs(items, 3), "the batches of dicts")


def test_keeps_the_last_batch(observe, draw):
    """The smaller batch at the end is lost, or is not what PyTorch's loader gives."""
    items = draw_pairs(draw, 11)
    cases = [(11, 4, False), (9, 4, False), (3, 4, False)]
    for (n, size, _), (_, batches) in zip(
        cases, observe(in_order, items=items, cases=cases), strict=True
    ):
        assert_equal(batches, torchs(items[:n], size), f"the batches of {n} items in fours")


def test_drops_the_last_batch(observe, draw):
    """With `drop_last`, it is not exactly a smaller last batch that is left out."""
    items = draw_pairs(draw, 12)
    cases = [(11, 4, True), (12, 4, True), (3, 4, True)]
    for (n, size, _), (_, batches) in zip(
        cases, observe(in_order, items=items, cases=cases), strict=True
    ):
        expected = torchs(items[:n], size, drop_last=True)
        assert_equal(batches, expected, f"the batches of {n} items in fours with drop_last")


def test_length(observe, draw):
    """`len(loader)` is not the number of batches."""
    items = draw_pairs(draw, 12)
    cases = [(n, 4, drop_last) for n in (0, 3, 11, 12) for drop_last in (False, True)]
    for (n, size, drop_last), (length, _) in zip(
        cases, observe(in_order, items=items, cases=cases), strict=True
    ):
        expected = n // size if drop_last else math.ceil(n / size)
        assert_equal(length, expected, f"len for {n} items in fours, drop_last={drop_last}")


def test_shuffled_every_item_once(observe, draw):
    """Shuffled, an item is missing or comes twice in an epoch, or it comes with another's label."""
    items = draw_pairs(draw, 42)
    (batches,), _ = observe(
        shuffled, items=items, batch_size=6, seed=draw.seed(), at_start=draw.seed()
    )
    assert_equal([len(x) for x, _ in batches], [6] * 7, "the sizes of the batches")
    labels = torch.cat([y for _, y in batches]).flatten()
    assert_equal(labels.sort().values, torch.arange(42.0), "all labels, sorted")
    inputs = torch.stack([items[int(label)][0] for label in labels])
    assert_equal(torch.cat([x for x, _ in batches]), inputs, "the inputs that belong to them")


def test_items_are_mixed(observe, draw):
    """Shuffled, the batches hold neighbours: only the order of the batches is random.

    In a file that is sorted by class each batch would hold one class.
    """
    # Of 100 items in 20 batches of 5, a batch is a run of neighbours with probability 20 / 7.5e7
    # at most; that one of 20 is, 6e-6; that five are, below (6e-6)^5.
    items = [torch.tensor(i) for i in range(100)]
    (batches,), _ = observe(
        shuffled, items=items, batch_size=5, seed=draw.seed(), at_start=draw.seed()
    )
    runs = sum(int(batch.max() - batch.min()) == 4 for batch in batches)
    check(runs < 5, f"{runs} of 20 shuffled batches hold five neighbours.")
    orders = [batch.tolist() for batch in batches]
    check(orders != sorted(orders), "The batches came in the order of the dataset.")


def test_new_order_each_epoch(observe, draw):
    """Two epochs have the same order.

    Shuffle in `__iter__`, not in `__init__`, and don't seed the generator again.
    """
    # Two orders of 30 are equal once in 30! times.
    items = [torch.tensor(i) for i in range(30)]
    epochs, _ = observe(
        shuffled, items=items, batch_size=4, seed=draw.seed(), at_start=draw.seed(), epochs=3
    )
    orders = [torch.cat(batches).tolist() for batches in epochs]
    check(orders[0] not in orders[1:] and orders[1] != orders[2], "Two epochs had the same order.")


def test_order_from_the_generator(observe, draw):
    """The order does not depend on the given generator alone.

    Two loaders whose generators were seeded alike must give the same epochs, and PyTorch's global
    random numbers must be left alone.
    """
    items, seed, at_start = [torch.tensor(i) for i in range(30)], draw.seed(), draw.seed()
    given = {"items": items, "batch_size": 4, "epochs": 2}
    first, after = observe(shuffled, seed=seed, at_start=at_start, **given)
    second, _ = observe(shuffled, seed=seed, at_start=draw.seed(), **given)
    assert_equal(second, first, "two epochs of a second loader, its generator seeded alike")
    other, _ = observe(shuffled, seed=draw.seed(), at_start=at_start, **given)
    same = [torch.cat(a).tolist() == torch.cat(b).tolist() for a, b in zip(first, other)]  # noqa: B905
    check(not any(same), "Another seed gave the same order.")  # by chance once in 30! times
    expected = torch.rand(4, generator=torch.Generator().manual_seed(at_start))
    assert_equal(after, expected, "what torch.rand gives after two epochs")


def test_starts_again(observe, draw):
    """A second `for` does not begin with the first item.

    It may follow a `break`, or be the next epoch. Each `for` calls `__iter__`, which must begin
    anew.
    """
    items = draw_pairs(draw, 9)
    begun, whole, once_more = observe(again, items=items, batch_size=3, stop=2)
    expected = torchs(items, 3)
    assert_equal(begun, expected[:2], "the batches before the break")
    assert_equal(whole, expected, "the batches of the next loop")
    assert_equal(once_more, expected, "the batches of the loop after that")


def test_two_loops_at_once(observe, draw):
    """Two loops that go through one loader at the same time disturb each other.

    Where a loop stands is the loop's business: keep it in the iterator that `__iter__` gives, not
    in the loader. With `yield` that happens by itself.
    """
    items = draw_pairs(draw, 6)
    pairs, inner = observe(at_once, items=items, batch_size=3)
    expected = torchs(items, 3)
    assert_equal(
        pairs, [[batch, batch] for batch in expected], "the batches of zip(loader, loader)"
    )
    assert_equal(inner, [expected] * 2, "the batches of a loop inside a loop")
    numbers = [torch.tensor(i) for i in range(18)]
    orders = observe(at_once_shuffled, items=numbers, batch_size=6, seed=draw.seed())
    for order in orders:
        assert_equal(order.sort().values, torch.arange(18), "one of two shuffled epochs at once")


def test_collate_fn(observe, draw):
    """`collate_fn` does not get the list of the batch's items, or its result is not the batch."""
    items = draw_pairs(draw, 4)
    batches = observe(collated, items=items, batch_size=2)
    assert_equal(batches, [items[:2], items[2:]], "what collate_fn was given")


def test_reads_when_asked(observe, draw):
    """Items are read long before their batch is asked for.

    A dataset may be larger than the memory, and the first batch should not wait for the last.
    """
    items = [torch.tensor(i) for i in range(40)]
    before, first, second = observe(reads, items=items, batch_size=4)
    check(len(before) == 0, f"{len(before)} items were read before any batch was asked for.")
    check(len(first) <= 8, f"For the first batch of 4, {len(first)} items were read.")
    check(set(range(8)) <= set(second), "The first two batches did not read the first 8 items.")


def test_does_not_use_torchs_loader(observe, draw):
    """PyTorch's `DataLoader` does the work, which this exercise is about."""
    made = observe(helpers, items=draw_pairs(draw, 3))
    assert_equal(made, 0, "the number of PyTorch's loaders that were made")
