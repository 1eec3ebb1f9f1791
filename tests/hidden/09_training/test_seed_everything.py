import random

import numpy as np
import torch
from torch.utils.data import DataLoader

from grader.testing import assert_close, assert_equal, check, probe


@probe
def drawn_after(unit, seeds):
    """What the three sources give after each call."""
    seen = []
    for seed in seeds:
        unit.seed_everything(seed)
        seen.append([random.random(), float(np.random.rand()), torch.rand(3)])
    return seen


@probe
def keywords(unit, seed):
    """The names of the result, and what its generator gives after other draws and another call."""
    result = unit.seed_everything(seed)
    generator = result["generator"]
    torch.rand(7)
    unit.seed_everything(seed + 1)
    return {
        "names": sorted(result),
        "kind": type(generator).__name__,
        "function": callable(result["worker_init_fn"]),
        "drawn": torch.randperm(20, generator=generator),
    }


@probe
def order(unit, seed, n, batch_size):
    """The order in which a shuffling loader gives its samples, in two epochs."""
    loader = DataLoader(
        torch.arange(n), batch_size=batch_size, shuffle=True, **unit.seed_everything(seed)
    )
    return [list(loader) for _ in range(2)]


@probe
def in_workers(unit, seed, own):
    """What each of several workers would draw: PyTorch's own seed is there when it starts."""
    start = unit.seed_everything(seed)["worker_init_fn"]
    seen = []
    for number, mine in enumerate(own):
        random.seed(0)
        np.random.seed(0)
        torch.manual_seed(mine)
        start(number)
        seen.append([random.random(), float(np.random.rand()), torch.rand(3)])
    return seen


def reference(seed, torch_seed=None):
    torch_seed = seed if torch_seed is None else torch_seed
    return [
        random.Random(seed).random(),
        float(np.random.RandomState(seed).rand()),
        torch.rand(3, generator=torch.Generator().manual_seed(torch_seed)),
    ]


SOURCES = ("random.random()", "np.random.rand()", "torch.rand(3)")


def compare(seen, expected, which, when):
    for came, wanted in zip(seen, expected, strict=True):
        assert_close(came[which], wanted[which], f"{SOURCES[which]} {when}")


def seeds_of(draw):
    return [draw.seed(), 0, 2**32 - 1, draw.seed()]


def test_python(observe, draw):
    """Python's own random numbers are not seeded with the seed.

    Augmentations and shuffles often use the module `random`.
    """
    seeds = seeds_of(draw)
    compare(observe(drawn_after, seeds=seeds), [reference(s) for s in seeds], 0, "after the call")


def test_numpy(observe, draw):
    """NumPy's random numbers are not seeded with the seed.

    NumPy has a generator of its own, and data sets made with it change from run to run.
    """
    seeds = seeds_of(draw)
    compare(observe(drawn_after, seeds=seeds), [reference(s) for s in seeds], 1, "after the call")


def test_torch(observe, draw):
    """PyTorch's random numbers are not seeded with the seed."""
    seeds = seeds_of(draw)
    compare(observe(drawn_after, seeds=seeds), [reference(s) for s in seeds], 2, "after the call")


def test_gives_what_a_loader_takes(observe, draw):
    """The result is not a dict that can be handed to a `DataLoader`.

    It holds `generator` and `worker_init_fn`, so that `DataLoader(dataset, **result)` works.
    """
    seen = observe(keywords, seed=draw.seed())
    for name in ("generator", "worker_init_fn"):
        check(name in seen["names"], f"The result has no {name!r}.")
    assert_equal(seen["kind"], "Generator", "the kind of the generator")
    check(seen["function"], "worker_init_fn cannot be called.")


def test_generator(observe, draw):
    """The generator is not a new one, seeded with the seed.

    A generator of its own makes the order of samples independent of everything else that draws:
    one more layer in the model, and the order stays. A generator that nobody seeded always begins
    with the same seed.
    """
    seed = draw.seed()
    expected = torch.randperm(20, generator=torch.Generator().manual_seed(seed))
    assert_equal(observe(keywords, seed=seed)["drawn"], expected, "what the generator draws")
    generator = torch.Generator().manual_seed(seed)
    loader = DataLoader(torch.arange(15), batch_size=4, shuffle=True, generator=generator)
    expected = [list(loader) for _ in range(2)]
    came = observe(order, seed=seed, n=15, batch_size=4)
    assert_equal(came, expected, "the order of samples in a loader")


def workers(draw):
    """PyTorch's seeds in several workers; some are longer than 32 bits."""
    base = draw.seed()
    return [base, base + 1, 2**32 + 7, 2**32 * draw.integer(2, 900) + base]


def test_workers_follow_their_own_seed(observe, draw):
    """In a worker, `random` or NumPy is not seeded with `torch.initial_seed() % 2**32`.

    Every worker has another seed of PyTorch's, in every epoch. Seeded with the same number, all
    workers would make the same "random" crops; seeded with the worker's number alone, each epoch
    would repeat them.
    """
    own = workers(draw)
    expected = [reference(seed % 2**32, seed) for seed in own]
    seen = observe(in_workers, seed=draw.seed(), own=own)
    for which in (0, 1):
        compare(seen, expected, which, "in a worker")


def test_workers_keep_their_torch_seed(observe, draw):
    """In a worker, PyTorch's random numbers are seeded once more.

    PyTorch has given each worker a seed already. Overwrite it, and dropout or noise made by PyTorch
    is the same in all of them.
    """
    own = workers(draw)
    expected = [reference(seed % 2**32, seed) for seed in own]
    compare(observe(in_workers, seed=draw.seed(), own=own), expected, 2, "in a worker")
