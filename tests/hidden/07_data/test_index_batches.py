"""index_batches: the numbers below n, dealt out in batches."""

import torch
from torch.utils.data import BatchSampler, RandomSampler

from grader.testing import assert_equal, check, probe


def numbers(batches):
    """The batches as lists of ints, whatever they are."""
    return [[int(index) for index in batch] for batch in batches]


@probe
def as_they_come(unit, n, batch_size):
    return [list(unit.index_batches(n, batch_size, shuffle, False, None)) for shuffle in (0, 1)]


@probe
def dealt(unit, cases):
    """The batches for each (n, batch_size, drop_last), in order."""
    return [
        numbers(unit.index_batches(n, batch_size, False, drop_last, None))
        for n, batch_size, drop_last in cases
    ]


@probe
def shuffled(unit, n, batch_size, drop_last, seed, at_start, calls=1):
    """The batches of some calls with one generator; then what the global one gives."""
    torch.manual_seed(at_start)
    generator = torch.Generator().manual_seed(seed)
    found = [
        numbers(unit.index_batches(n, batch_size, True, drop_last, generator)) for _ in range(calls)
    ]
    return found, torch.rand(4)


@probe
def without_a_generator(unit, n, batch_size, at_start):
    torch.manual_seed(at_start)
    return numbers(unit.index_batches(n, batch_size, True, False, None))


@probe
def after_no_shuffle(unit, n, batch_size, seed, at_start):
    """What the generator and the global one give after batches in order."""
    torch.manual_seed(at_start)
    generator = torch.Generator().manual_seed(seed)
    batches = numbers(unit.index_batches(n, batch_size, False, False, generator))
    return batches, torch.rand(4, generator=generator), torch.rand(4)


def in_order(n, batch_size, drop_last=False):
    return list(BatchSampler(range(n), batch_size, drop_last))


def random_numbers(seed):
    return torch.rand(4, generator=torch.Generator().manual_seed(seed))


def test_in_order(observe, draw):
    """Without `shuffle` the batches are not 0, 1, 2, … in groups of `batch_size`."""
    size = draw.integer(3, 6)
    cases = [(size * 4, size, False), (5, 1, False), (6, 6, False)]
    for (n, size, _), batches in zip(cases, observe(dealt, cases=cases), strict=True):
        assert_equal(batches, in_order(n, size), f"the batches of n = {n}, batch_size = {size}")


def test_lists_of_ints(observe, draw):
    """A batch is no list of ints.

    A dataset is asked for an item by an int; make one with `tolist()` of a tensor of numbers.
    """
    n = draw.integer(5, 9)
    in_turn, mixed = observe(as_they_come, n=n, batch_size=n)
    assert_equal(in_turn, [list(range(n))], "the batches in order")
    kinds = [type(batch).__name__ for batch in mixed]
    assert_equal(kinds, ["list"], "the types of the shuffled batches")
    kinds = sorted({type(index).__name__ for index in mixed[0]})
    assert_equal(kinds, ["int"], "the types in a shuffled batch")


def test_keeps_the_last_batch(observe, draw):
    """What is left over at the end is lost, or filled up.

    In each epoch up to `batch_size − 1` items would never be seen; with n smaller than
    `batch_size`, none at all.
    """
    size = draw.integer(4, 7)
    cases = [(size * 3 + rest, size, False) for rest in (1, size - 1)] + [(3, size, False)]
    for (n, size, _), batches in zip(cases, observe(dealt, cases=cases), strict=True):
        assert_equal(batches, in_order(n, size), f"the batches of n = {n}, batch_size = {size}")


def test_drops_the_last_batch(observe, draw):
    """With `drop_last` it is not exactly the smaller last batch that is left out.

    Where `batch_size` divides n, nothing is left over, and nothing is to be dropped.
    """
    size = draw.integer(4, 7)
    cases = [(size * 3 + 2, size, True), (size * 3, size, True), (3, size, True)]
    for (n, size, _), batches in zip(cases, observe(dealt, cases=cases), strict=True):
        expected = in_order(n, size, drop_last=True)
        what = f"the batches of n = {n}, batch_size = {size} with drop_last"
        assert_equal(batches, expected, what)


def test_shuffled_every_index_once(observe, draw):
    """Shuffled, an index comes twice, or not at all.

    An epoch shows each item once. Drawing with replacement would leave out a third of them.
    """
    n = draw.integer(30, 40) * 3
    (batches,), _ = observe(
        shuffled, n=n, batch_size=3, drop_last=False, seed=draw.seed(), at_start=draw.seed()
    )
    indices = sorted(index for batch in batches for index in batch)
    assert_equal(indices, list(range(n)), "the indices of all batches, sorted")
    assert_equal([len(batch) for batch in batches], [3] * (n // 3), "the batches' sizes")


def test_order_of_the_generator(observe, draw):
    """The shuffled batches are not those that PyTorch makes with the same generator.

    The order is `torch.randperm(n, generator=generator)`, cut in pieces.
    """
    seed = draw.seed()
    for n, drop_last in ((52, False), (48, True)):
        found, _ = observe(
            shuffled, n=n, batch_size=4, drop_last=drop_last, seed=seed, at_start=draw.seed()
        )
        order = RandomSampler(range(n), generator=torch.Generator().manual_seed(seed))
        assert_equal(found[0], list(BatchSampler(order, 4, drop_last)), "the batches")


def test_new_order_at_each_call(observe, draw):
    """Two calls with one generator give the same order.

    A network that sees the items in the same order in each epoch learns from the order, too.
    """
    # Two orders of 40 are equal once in 40! times, two orders of the batches once in 20!.
    (first, second), _ = observe(
        shuffled,
        n=40,
        batch_size=2,
        drop_last=False,
        seed=draw.seed(),
        at_start=draw.seed(),
        calls=2,
    )
    check(first != second, "The second call gave the batches of the first.")
    indices = sorted(index for batch in second for index in batch)
    assert_equal(indices, list(range(40)), "the second call's indices, sorted")


def test_global_random_numbers(observe, draw):
    """Global random numbers are drawn although a generator is given, or not where it is None.

    Pass `generator` on to `randperm` as it is, None included.
    """
    at_start = draw.seed()
    _, after = observe(
        shuffled, n=20, batch_size=4, drop_last=False, seed=draw.seed(), at_start=at_start
    )
    assert_equal(after, random_numbers(at_start), "torch.rand(4) after a call with a generator")
    seeds = (at_start, at_start, draw.seed())
    first, again, other = (
        observe(without_a_generator, n=32, batch_size=4, at_start=seed) for seed in seeds
    )
    assert_equal(again, first, "the batches with generator=None, after the same manual_seed")
    # By chance once in 32! times.
    check(other != first, "With generator=None, torch.manual_seed makes no difference.")


def test_draws_nothing_without_shuffle(observe, draw):
    """A random number is drawn although nothing is shuffled.

    Whoever uses the same generator afterwards gets other numbers than they should.
    """
    seed, at_start = draw.seed(), draw.seed()
    batches, own, everybodys = observe(
        after_no_shuffle, n=8, batch_size=4, seed=seed, at_start=at_start
    )
    assert_equal(batches, in_order(8, 4), "the batches")
    assert_equal(own, random_numbers(seed), "what the generator gives afterwards")
    assert_equal(everybodys, random_numbers(at_start), "what torch.rand gives afterwards")


def test_nothing_to_deal_out(observe, draw):
    """n = 0 gives something else than no batch."""
    size = draw.integer(1, 5)
    found = observe(dealt, cases=[(0, size, False), (0, size, True)])
    assert_equal(found, [[], []], "the batches of n = 0")
