"""split: two parts of a dataset that have nothing in common."""

import torch
from common import Recorded

from grader.testing import assert_equal, check, probe


@probe
def parts(unit, items, fraction, seeds, at_start=1):
    """The items of both parts for each seed; then what was read before these were asked for."""
    torch.manual_seed(at_start)
    found, early = [], 0
    for seed in seeds:
        dataset = Recorded(items)
        first, second = unit.split(dataset, fraction, seed)
        early += len(dataset.reads)
        found.append([[part[i] for i in range(len(part))] for part in (first, second)])
    return found, early


@probe
def sizes(unit, cases):
    found = []
    for n, fraction, seed in cases:
        first, second = unit.split(Recorded([*range(n)]), fraction, seed)
        found.append([len(first), len(second)])
    return found


@probe
def random_after(unit, at_start, seed, n):
    """The parts, and what PyTorch's global generator gives after the call."""
    torch.manual_seed(at_start)
    unit.split(Recorded([*range(n)]), 0.5, seed)
    return torch.rand(5)


def draw_items(draw, n):
    """Numbers in rising order, all different."""
    return (draw.integers(n, low=1, high=9).cumsum(0) + draw.integer(10, 99)).tolist()


def test_every_item_in_exactly_one_part(observe, draw):
    """An item is in both parts, or in none.

    An item in both is learnt by heart and then asked for: the plainest leakage there is. Shuffle
    all indices once, and cut that list in two.
    """
    items = draw_items(draw, 43)
    seeds = [draw.seed() for _ in range(3)]
    for first, second in observe(parts, items=items, fraction=0.7, seeds=seeds)[0]:
        assert_equal(sorted(first + second), items, "what is in the two parts together, sorted")


def test_sizes(observe, draw):
    """The parts do not have `round(fraction * N)` items and the rest.

    `int` cuts off: it makes 28 of 0.29 · 100, which is 28.999999999999996 in floating point.
    """
    cases = [(100, 0.29), (7, 0.8), (10, 0.0), (10, 1.0), (draw.integer(20, 40), 0.5)]
    cases[-1] = (cases[-1][0] * 2, 0.5)
    cases += [(1000 + draw.integer(0, 99) * 100, 0.123), (3, 0.6), (0, 0.5)]
    found = observe(sizes, cases=[(n, fraction, draw.seed()) for n, fraction in cases])
    for (n, fraction), came in zip(cases, found, strict=True):
        size = round(fraction * n)
        assert_equal(came, [size, n - size], f"the sizes for N = {n} and fraction = {fraction}")


def test_same_seed_same_parts(observe, draw):
    """The same seed gives other parts, when other random numbers were drawn before.

    With such a split you cannot compare today's score with that of yesterday.
    """
    items, seed = draw_items(draw, 40), draw.seed()
    once, again = (
        [sorted(part) for part in run]
        for at_start in (draw.seed(), draw.seed())
        for run in observe(parts, items=items, fraction=0.5, seeds=[seed], at_start=at_start)[0]
    )
    assert_equal(again, once, "the second split by the same seed")


def test_other_seed_other_parts(observe, draw):
    """Two seeds give the same parts."""
    # 1 in 40 over 20, some 10^11, for each of two pairs: a false alarm is rarer than 1e-10.
    items, seeds = draw_items(draw, 40), [draw.seed() for _ in range(3)]
    found = observe(parts, items=items, fraction=0.5, seeds=seeds)[0]
    firsts = [sorted(first) for first, _ in found]
    check(firsts[0] not in firsts[1:], "The seed makes no difference.")


def test_items_are_mixed(observe, draw):
    """Some items always land in the same part, such as those at the head of the file.

    Files are often sorted. Then one part has all the coats, and the other the dresses.
    """
    # Each of 12 items is in the first part in half of 300 splits. By Hoeffding a share is more
    # than 0.2 off with probability 2 exp(-2 · 300 · 0.04) < 8e-11, for any of 12 below 1e-9.
    items, seed = draw_items(draw, 12), draw.integer(0, 10**6)
    seeds = [seed + 7 * i for i in range(300)]
    found = observe(parts, items=items, fraction=0.5, seeds=seeds)[0]
    for place, item in enumerate(items):
        share = sum(item in first for first, _ in found) / len(found)
        message = f"Item {place} of 12 was in the first part in {share:.0%} of 300 splits by half."
        check(abs(share - 0.5) < 0.2, message)


def test_leaves_the_global_random_numbers_alone(observe, draw):
    """After the call PyTorch's global random numbers are others than they would have been.

    `torch.manual_seed` inside a function changes the random numbers of everybody else. A
    `torch.Generator` of your own does not.
    """
    at_start = draw.seed()
    came = observe(random_after, at_start=at_start, seed=draw.seed(), n=20)
    expected = torch.rand(5, generator=torch.Generator().manual_seed(at_start))
    assert_equal(came, expected, "torch.rand(5) after the call")


def test_reads_no_item(observe, draw):
    """Items are read while the dataset is split.

    They may be large, and on a disk. Deal out their indices, and let `Subset` read them later.
    """
    items = draw_items(draw, 20)
    early = observe(parts, items=items, fraction=0.5, seeds=[draw.seed()])[1]
    assert_equal(early, 0, "the number of items that `split` has read")
